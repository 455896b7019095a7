-- The token of the sign-in lives for an hour or two: it is exchanged at once for one of 60 days.
return {
    after_login = function(conn) conn:refresh() end,
}

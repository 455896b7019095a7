-- The token of the sign-in lives for an hour: it is exchanged at once for one of 60 days, which renews itself.
return {
    after_login = function(conn) conn:refresh() end,
    refresh = function(token, client)
        local is_short = token.expires_at - token.obtained_at <= 3600
        return {
            method = "GET", url = "https://graph.threads.net/" .. (is_short and "access_token" or "refresh_access_token"),
            params = {
                grant_type = is_short and "th_exchange_token" or "th_refresh_token", access_token = token.access_token,
                client_secret = is_short and client.secret or nil,
            },
        }
    end,
}

-- The consent page reads its parameters behind the #.
return {
    authorize_url = function(request) return request.url .. "#/oauth/authorize?" .. url.query(request.params) end,
}

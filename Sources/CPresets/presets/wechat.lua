-- The page wants this behind everything.
return {
    authorize_url = function(request) return request.url .. "?" .. url.query(request.params) .. "#wechat_redirect" end,
}

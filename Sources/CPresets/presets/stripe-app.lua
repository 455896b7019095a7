-- The platform's secret key is an API key: it is sent as one.
return {
    token_request = function(request, client)
        request.headers.Authorization = "Bearer " .. client.secret
        request.params.client_id, request.params.client_secret = nil, nil
    end,
}

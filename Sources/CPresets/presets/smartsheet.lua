-- A hash in the place of the client's secret.
return {
    token_request = function(request, client)
        local proof = request.params.code or request.params.refresh_token
        request.params.hash = secret.sha256(client.secret, "|", proof)
        request.params.client_secret = nil
    end,
}

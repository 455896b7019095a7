import HTTPTypes
import OAuthCore

extension RequestSigner {
    /// A signed request as the `sign_request` hook leaves it: it sets headers and adds to the query. Where the request
    /// goes is not its to say, and a redirect begins again with the request as it was before, so nothing of this goes along
    /// to another place.
    /// - Parameter plain: the request before it was signed: its URL holds no token.
    func hooked(_ request: TransportRequest, plain: TransportRequest) async throws -> TransportRequest {
        var body: [UInt8]?
        if case .bytes(let bytes) = request.body { body = bytes }
        let outgoing = HookedAPIRequest(
            method: request.method, url: plain.url, headers: request.headers, body: body, token: token)
        guard let changes = try await connection.hooked(outgoing) else { return request }
        var result = request
        result.headers = changes.headers
        for parameter in changes.query.reveal() { result.url = result.url.adding(parameter) }
        return result
    }
}

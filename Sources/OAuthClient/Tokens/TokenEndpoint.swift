import HTTPTypes
import OAuthCore

/// Sends requests to the token endpoint and its neighbours. Redirects are never followed: their forms hold secrets.
struct TokenEndpoint: Sendable {
    struct Answer: Sendable {
        var status: Int
        var headers: HTTPFields
        var body: [UInt8]
    }

    /// Other processes may wait for the lock meanwhile, so this is shorter than for other requests.
    static let timeouts = Timeouts(total: .seconds(30))

    let transport: any HTTPTransport

    /// - Throws: ``OAuthError`` of kind `network` or `timeout`, or `decode` for a huge answer.
    func send(_ request: TokenEndpointRequest, for connection: Connection) async throws -> Answer {
        do {
            let response = try await transport.send(
                TransportRequest(
                    method: "POST", url: request.url, headers: request.headers, body: .secret(request.body),
                    timeouts: Self.timeouts, isConfidential: true))
            let body = try await response.body.collect(limit: TokenResponse.bodyLimit)
            return Answer(status: response.status, headers: response.headers, body: body)
        } catch var error as OAuthError {
            error.connection = error.connection ?? connection.name
            throw error
        }
    }
}

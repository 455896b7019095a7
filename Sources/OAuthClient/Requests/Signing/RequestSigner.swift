import HTTPTypes
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Puts a connection's token on its requests, anew for each: some signatures cover the URL, a nonce or the time.
struct RequestSigner: Sendable {
    let connection: Connection
    let token: Token
    let memory: ServerMemory
    /// The wall clock.
    let now: @Sendable () -> Date

    func with(_ token: Token) -> RequestSigner {
        RequestSigner(connection: connection, token: token, memory: memory, now: now)
    }

    /// The request as it may be sent; it does not change otherwise.
    func signed(_ request: TransportRequest) async throws -> TransportRequest {
        let plain = request
        var request = request
        if connection.grant == .oauth1 {
            // What the hook adds is signed, too.
            request = try await hooked(request, plain: plain)
            try await signByOAuth1(&request)
            return request
        }
        if token.isBoundToKey { placeBoundToken(in: &request) } else { placeToken(in: &request) }
        request = try await hooked(request, plain: plain)
        // Last, since it is about the request as it is sent.
        if token.isBoundToKey { try await addProof(to: &request) }
        return request
    }

    /// Whether the same request, signed again, may succeed now, because this answer said something that the signature
    /// needs.
    func learns(from response: TransportResponse, to request: TransportRequest) -> Bool {
        if connection.grant == .oauth1 { return learnsTime(from: response, to: request) }
        return token.isBoundToKey && learnsProof(from: response, to: request)
    }
}

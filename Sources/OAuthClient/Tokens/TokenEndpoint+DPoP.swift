import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Proofs at the token endpoint (RFC 9449 §5, §8).
extension TokenEndpoint {
    /// The key of the login: the one that the sign-in began with, or that the token being renewed is bound to, or else a
    /// new one. nil where tokens are not bound.
    func dpopKey(
        for draft: TokenEndpointRequest, connection: Connection, previous: Token?
    ) async throws(OAuthError) -> SigningKey? {
        guard connection.usesDPoP else { return nil }
        if let key = draft.dpopKey { return key }
        if let key = previous?.dpopKey { return try await SigningKey.make(key) }
        return try await connection.newDPoPKey()
    }

    /// Adds a proof, where the request has a key, for exactly what is about to be sent.
    func prove(_ request: inout TokenEndpointRequest) throws(OAuthError) {
        guard let key = request.dpopKey else { return }
        let origin = Origin(request.url)
        request.add(
            proof: try DPoPProof.make(
                key: key, method: request.method.rawValue, url: request.target,
                nonce: origin.flatMap { memory.nonce(for: $0) },
                now: origin.map { memory.time(of: $0, now: now()) } ?? now()))
    }

    /// Whether the same request with a new proof may succeed now, because of what this answer says.
    func learns(from answer: Answer) -> Bool {
        guard let origin = Origin(answer.url) else { return false }
        let nonce = DPoPRefusal.nonce(in: answer.headers)
        if let nonce { memory.set(nonce: nonce, for: origin) }
        return switch DPoPRefusal(status: answer.status, body: answer.body) {
        case .nonce: nonce != nil
        case .proof: memory.learnClock(of: origin, from: answer.headers, now: now())
        case nil: false
        }
    }
}

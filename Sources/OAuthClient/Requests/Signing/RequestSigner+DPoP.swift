import HTTPTypes
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Tokens that are bound to a key of ours (RFC 9449 §7).
extension RequestSigner {
    private static let proofHeader = HTTPField.Name("DPoP")!

    /// `token_placement` does not count: DPoP has one place (§7.1).
    func placeBoundToken(in request: inout TransportRequest) {
        request.headers[.authorization] = "DPoP \(token.accessToken.reveal())"
    }

    /// A proof for exactly this request.
    func addProof(to request: inout TransportRequest) async throws(OAuthError) {
        guard let text = token.dpopKey else { return }
        let origin = Origin(request.url)
        request.headers[Self.proofHeader] = try DPoPProof.make(
            key: try await SigningKey.make(text), method: request.method, url: request.url, token: token.accessToken,
            nonce: origin.flatMap { memory.nonce(for: $0) },
            now: origin.map { memory.time(of: $0, now: now()) } ?? now())
    }

    /// Any answer may bring the nonce of the next request; an answer that asks for one is worth a second try (§9).
    func learnsProof(from response: TransportResponse, to request: TransportRequest) -> Bool {
        guard let origin = Origin(request.url) else { return false }
        let nonce = DPoPRefusal.nonce(in: response.headers)
        if let nonce { memory.set(nonce: nonce, for: origin) }
        guard response.status == 401 else { return false }
        let refusals = AuthenticationChallenge.parse(response.headers[values: .wwwAuthenticate])
            .filter { $0.scheme.lowercased() == "dpop" }
            .compactMap { $0.parameters["error"].flatMap(DPoPRefusal.init) }
        return switch refusals.first {
        case .nonce: nonce != nil
        case .proof: memory.learnClock(of: origin, from: response.headers, now: now())
        case nil: false
        }
    }
}

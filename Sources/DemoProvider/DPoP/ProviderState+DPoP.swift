#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ProviderState {
    /// The thumbprint of the key that a request proves to hold; nil where it carries no proof and none is needed.
    func proofKey(
        _ proofs: [String], method: String, url: String, accessToken: String? = nil, now: Date
    ) throws(DPoPProof.Problem) -> String? {
        if proofs.isEmpty {
            guard behaviour.requiresDPoP else { return nil }
            throw DPoPProof.Problem(description: "A DPoP proof is required")
        }
        let proof = try DPoPProof.check(proofs, method: method, url: url, accessToken: accessToken, now: now)
        if behaviour.requiresDPoPNonce, !nonces.accept(proof.nonce) {
            throw DPoPProof.Problem(
                code: "use_dpop_nonce", description: "The proof needs the nonce of the DPoP-Nonce header")
        }
        let end = Int(now.timeIntervalSince1970) + 2 * DPoPProof.window
        guard accept("dpop \(proof.thumbprint) \(proof.id)", until: end, now: now) else {
            throw DPoPProof.Problem(description: "The proof was used before")
        }
        return proof.thumbprint
    }

    /// What a response says in `DPoP-Nonce`; nil where proofs need none.
    func nonceForNext() -> String? { behaviour.requiresDPoPNonce ? nonces.current() : nil }

    func forgetNonces() { nonces.forget() }
}

import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A proof of possession (RFC 9449 §4), checked by §4.3.
enum DPoPProof {
    struct Problem: Error, Sendable, Equatable {
        var code = "invalid_dpop_proof"
        var description: String
    }

    struct Checked: Sendable, Equatable {
        /// The `jkt` that tokens are bound to (§6.1).
        var thumbprint: String
        var id: String
        var nonce: String?
    }

    /// Seconds that `iat` may lie in the past or in the future.
    static let window = 60

    static func check(
        _ proofs: [String], method: String, url: String, accessToken: String? = nil, now: Date
    ) throws(Problem) -> Checked {
        func problem(_ description: String) -> Problem { Problem(description: description) }
        guard proofs.count == 1, let proof = JWS(proofs[0]) else {
            throw problem("There is not one DPoP header with a JWT")
        }
        guard proof.header["typ"]?.text == "dpop+jwt" else { throw problem("typ is not dpop+jwt") }
        guard let algorithm = proof.algorithm, algorithm.keyKind != .secret else {
            throw problem("alg is not one of an asymmetric signature")
        }
        guard let jwk = proof.header["jwk"], let key = PublicKey(jwk: jwk) else {
            throw problem("jwk is no public key")
        }
        guard proof.isSigned(by: key) else { throw problem("The signature is not one of the key in jwk") }
        guard proof.claims["htm"]?.text == method else { throw problem("htm is not \(method)") }
        guard let target = proof.claims["htu"]?.text, normalized(target) == normalized(url) else {
            throw problem("htu is not \(url)")
        }
        guard let issuedAt = proof.claims["iat"]?.seconds, abs(issuedAt - Int(now.timeIntervalSince1970)) <= window
        else { throw problem("iat is not the time it is here") }
        guard let id = proof.claims["jti"]?.text, !id.isEmpty else { throw problem("jti is missing") }
        if let accessToken {
            let hash = Base64URL.encode(Data(SHA256.hash(data: Data(accessToken.utf8))))
            guard proof.claims["ath"]?.text == hash else { throw problem("ath is not the hash of the access token") }
        }
        return Checked(thumbprint: key.thumbprint, id: id, nonce: proof.claims["nonce"]?.text)
    }

    /// Without query and fragment (§4.3), the scheme and host in lower case, and without the scheme's own port.
    private static func normalized(_ url: String) -> String? {
        guard var parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased() else { return nil }
        parts.scheme = scheme
        parts.host = parts.host?.lowercased()
        parts.query = nil
        parts.fragment = nil
        if parts.port == (scheme == "https" ? 443 : 80) { parts.port = nil }
        if parts.path.isEmpty { parts.path = "/" }
        return parts.string
    }
}

import Crypto
import JWTKit

/// A key of a JWK set that signatures can be verified with.
struct PublicKey: Sendable {
    let id: String?
    private let type: SigningAlgorithm.KeyType
    /// The one algorithm the key is for, if it says so.
    private let algorithm: String?
    private let members: [String: String]

    /// nil for a key of another kind: symmetric, for encryption only, or of a type or curve not known here. Of a private key
    /// only the public part is taken.
    init?(jwk: JSONValue) {
        func text(_ name: String) -> String? { jwk[name]?.text }
        let type: SigningAlgorithm.KeyType? =
            switch (text("kty"), text("crv")) {
            case ("RSA", _): .rsa
            case ("EC", let curve?): [.p256, .p384, .p521].first { $0.rawValue == curve }
            case ("OKP", "Ed25519"): .ed25519
            default: nil
            }
        guard let type, text("use") ?? "sig" == "sig" else { return nil }
        if case .array(let uses) = jwk["key_ops"], !uses.contains(.string("verify")) { return nil }
        self.type = type
        id = text("kid")
        algorithm = text("alg")
        members = ["n", "e", "x", "y"].reduce(into: [:]) { $0[$1] = text($1) }
    }

    /// Whether the key says nothing against verifying this algorithm's signatures.
    func fits(_ algorithm: SigningAlgorithm) -> Bool {
        type.algorithms.contains(algorithm) && self.algorithm ?? algorithm.rawValue == algorithm.rawValue
    }

    func verifies(_ jws: JWS, _ algorithm: SigningAlgorithm) async -> Bool {
        guard fits(algorithm), let verifier = await verifier(algorithm) else { return false }
        return (try? verifier.verify(jws.signature, signs: jws.signedBytes)) ?? false
    }

    /// nil if the numbers are not those of a key, or of one too weak.
    private func verifier(_ algorithm: SigningAlgorithm) async -> (any JWTAlgorithm)? {
        let point = (x: members["x"] ?? "", y: members["y"] ?? "")
        switch type {
        case .rsa:
            let numbers = (n: members["n"] ?? "", e: members["e"] ?? "")
            guard let key = try? Insecure.RSA.PublicKey(modulus: numbers.n, exponent: numbers.e) else { return nil }
            return await algorithm.with(rsa: key)
        case .p256:
            guard let key = try? ES256PublicKey(parameters: point) else { return nil }
            return await algorithm.with(ecdsa: key)
        case .p384:
            guard let key = try? ES384PublicKey(parameters: point) else { return nil }
            return await algorithm.with(ecdsa: key)
        case .p521:
            guard let key = try? ES512PublicKey(parameters: point) else { return nil }
            return await algorithm.with(ecdsa: key)
        case .ed25519:
            guard let key = try? EdDSA.PublicKey(x: point.x, curve: .ed25519) else { return nil }
            return await algorithm.with(eddsa: key)
        }
    }
}

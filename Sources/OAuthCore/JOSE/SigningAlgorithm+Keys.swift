import Crypto
import JWTKit

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension SigningAlgorithm {
    /// What signs or verifies with this key; nil if the key is not for this algorithm.
    func with(rsa key: some RSAKey) async -> (any JWTAlgorithm)? {
        let keys = JWTKeyCollection()
        switch self {
        case .RS256: await keys.add(rsa: key, digestAlgorithm: .sha256)
        case .RS384: await keys.add(rsa: key, digestAlgorithm: .sha384)
        case .RS512: await keys.add(rsa: key, digestAlgorithm: .sha512)
        case .PS256: await keys.add(pss: key, digestAlgorithm: .sha256)
        case .PS384: await keys.add(pss: key, digestAlgorithm: .sha384)
        case .PS512: await keys.add(pss: key, digestAlgorithm: .sha512)
        default: return nil
        }
        return try? await keys.getKey()
    }

    /// What signs or verifies with this key; nil if the key is not for this algorithm.
    func with(ecdsa key: some ECDSAKey) async -> (any JWTAlgorithm)? {
        switch (self, key.curve) {
        case (.ES256, .p256), (.ES384, .p384), (.ES512, .p521):
            try? await JWTKeyCollection().add(ecdsa: key).getKey()
        default: nil
        }
    }

    /// What signs or verifies with this key; nil if the key is not for this algorithm.
    func with(eddsa key: some EdDSAKey) async -> (any JWTAlgorithm)? {
        self == .EdDSA ? try? await JWTKeyCollection().add(eddsa: key).getKey() : nil
    }

    /// What signs or verifies with this secret; nil if the algorithm is not an HMAC.
    func with(secret: Redacted<[UInt8]>) -> (any JWTAlgorithm)? {
        isSymmetric ? HMACAlgorithm(name: rawValue, secret: secret) : nil
    }
}

/// HMAC with a secret of any length. JWTKit's own stops the program if the secret is shorter than the digest, and the
/// client secrets that providers hand out are.
private struct HMACAlgorithm: JWTAlgorithm {
    var name: String
    var secret: Redacted<[UInt8]>

    func sign(_ plaintext: some DataProtocol) throws -> [UInt8] {
        switch name {
        case "HS384": Array(HMAC<SHA384>.authenticationCode(for: plaintext, using: key))
        case "HS512": Array(HMAC<SHA512>.authenticationCode(for: plaintext, using: key))
        default: Array(HMAC<SHA256>.authenticationCode(for: plaintext, using: key))
        }
    }

    func verify(_ signature: some DataProtocol, signs plaintext: some DataProtocol) throws -> Bool {
        let code = Data(signature)
        return switch name {
        case "HS384": HMAC<SHA384>.isValidAuthenticationCode(code, authenticating: plaintext, using: key)
        case "HS512": HMAC<SHA512>.isValidAuthenticationCode(code, authenticating: plaintext, using: key)
        default: HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: plaintext, using: key)
        }
    }

    private var key: SymmetricKey { SymmetricKey(data: secret.reveal()) }
}

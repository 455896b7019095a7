import Crypto
import CryptoExtras
import JWTKit

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A private key of one of the types that JWS signatures are made with.
enum PrivateKey: Sendable {
    case rsa(_RSA.Signing.PrivateKey)
    case p256(P256.Signing.PrivateKey)
    case p384(P384.Signing.PrivateKey)
    case p521(P521.Signing.PrivateKey)
    case ed25519(Curve25519.Signing.PrivateKey)

    /// A new key for this algorithm; nil for an HMAC, which has no private key.
    init?(for algorithm: SigningAlgorithm) {
        switch algorithm {
        case .RS256, .RS384, .RS512, .PS256, .PS384, .PS512:
            guard let key = try? _RSA.Signing.PrivateKey(keySize: .bits2048) else { return nil }
            self = .rsa(key)
        case .ES256: self = .p256(P256.Signing.PrivateKey())
        case .ES384: self = .p384(P384.Signing.PrivateKey())
        case .ES512: self = .p521(P521.Signing.PrivateKey())
        case .EdDSA: self = .ed25519(Curve25519.Signing.PrivateKey())
        case .HS256, .HS384, .HS512: return nil
        }
    }

    var type: SigningAlgorithm.KeyType {
        switch self {
        case .rsa: .rsa
        case .p256: .p256
        case .p384: .p384
        case .p521: .p521
        case .ed25519: .ed25519
        }
    }

    /// The key in PEM (PKCS#8).
    var pem: Redacted<String> {
        switch self {
        case .rsa(let key): Redacted(key.pkcs8PEMRepresentation)
        case .p256(let key): Redacted(key.pemRepresentation)
        case .p384(let key): Redacted(key.pemRepresentation)
        case .p521(let key): Redacted(key.pemRepresentation)
        case .ed25519(let key): Redacted(key.pemRepresentation)
        }
    }

    /// What signs with this key; nil if the key is not for this algorithm.
    func signer(_ algorithm: SigningAlgorithm) async -> (any JWTAlgorithm)? {
        switch self {
        case .rsa(let key):
            guard let key = try? Insecure.RSA.PrivateKey(backing: key) else { return nil }
            return await algorithm.with(rsa: key)
        case .p256(let key):
            guard let key = try? ES256PrivateKey(backing: key) else { return nil }
            return await algorithm.with(ecdsa: key)
        case .p384(let key):
            guard let key = try? ES384PrivateKey(backing: key) else { return nil }
            return await algorithm.with(ecdsa: key)
        case .p521(let key):
            guard let key = try? ES512PrivateKey(backing: key) else { return nil }
            return await algorithm.with(ecdsa: key)
        case .ed25519(let key):
            return await algorithm.with(eddsa: EdDSA.PrivateKey(backing: key))
        }
    }

    /// The members of the public key that its thumbprint is made from (RFC 7638 §3.2).
    var publicMembers: [String: JSONValue] {
        func curve(_ name: String, _ point: Data) -> [String: JSONValue] {
            let (x, y) = (point.prefix(point.count / 2), point.suffix(point.count / 2))
            return ["kty": "EC", "crv": name, "x": Base64URL.encode(x), "y": Base64URL.encode(y)]
                .mapValues(JSONValue.string)
        }
        switch self {
        case .rsa(let key):
            // The numbers of a key that was read can always be written.
            let numbers = try? key.publicKey.getKeyPrimitives()
            return [
                "kty": .string("RSA"), "n": .string(Base64URL.encode(numbers?.modulus ?? Data())),
                "e": .string(Base64URL.encode(numbers?.publicExponent ?? Data())),
            ]
        case .p256(let key): return curve("P-256", key.publicKey.rawRepresentation)
        case .p384(let key): return curve("P-384", key.publicKey.rawRepresentation)
        case .p521(let key): return curve("P-521", key.publicKey.rawRepresentation)
        case .ed25519(let key):
            let x = Base64URL.encode(key.publicKey.rawRepresentation)
            return ["kty": .string("OKP"), "crv": .string("Ed25519"), "x": .string(x)]
        }
    }
}

import Crypto
import CryptoExtras

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A key that signs: the provider's own, and those of its demo clients, which tests read at `/_demo/clients`.
enum PrivateKey: Sendable {
    case rsa(_RSA.Signing.PrivateKey)
    case p256(P256.Signing.PrivateKey)
    case p384(P384.Signing.PrivateKey)
    case p521(P521.Signing.PrivateKey)
    case ed25519(Curve25519.Signing.PrivateKey)

    /// A new one. Nil for a secret, which is no key of this sort.
    init?(_ kind: SigningAlgorithm.KeyKind) {
        switch kind {
        case .secret: return nil
        case .rsa:
            guard let key = try? _RSA.Signing.PrivateKey(keySize: .bits2048) else { return nil }
            self = .rsa(key)
        case .p256: self = .p256(P256.Signing.PrivateKey())
        case .p384: self = .p384(P384.Signing.PrivateKey())
        case .p521: self = .p521(P521.Signing.PrivateKey())
        case .ed25519: self = .ed25519(Curve25519.Signing.PrivateKey())
        }
    }

    var publicKey: PublicKey {
        switch self {
        case .rsa(let key): .rsa(key.publicKey)
        case .p256(let key): .p256(key.publicKey)
        case .p384(let key): .p384(key.publicKey)
        case .p521(let key): .p521(key.publicKey)
        case .ed25519(let key): .ed25519(key.publicKey)
        }
    }

    /// PKCS#8 (RFC 5958).
    var pem: String {
        switch self {
        case .rsa(let key): key.pkcs8PEMRepresentation
        case .p256(let key): key.pemRepresentation
        case .p384(let key): key.pemRepresentation
        case .p521(let key): key.pemRepresentation
        case .ed25519(let key): Self.ed25519PEM(key.rawRepresentation)
        }
    }

    /// The private JWK; nil for RSA, whose numbers are in the PEM.
    var jwk: JSON? {
        let d: Data? =
            switch self {
            case .rsa: nil
            case .p256(let key): key.rawRepresentation
            case .p384(let key): key.rawRepresentation
            case .p521(let key): key.rawRepresentation
            case .ed25519(let key): key.rawRepresentation
            }
        return d.map { publicKey.jwk.with("d", .string(Base64URL.encode($0))) }
    }

    /// A signature as JWS has it (RFC 7518 §3); nil where the algorithm is for another kind of key.
    func signature(_ input: Data, by algorithm: SigningAlgorithm) -> Data? {
        switch (self, algorithm) {
        case (.rsa(let key), _) where algorithm.keyKind == .rsa:
            let padding = algorithm.rawValue.hasPrefix("PS") ? _RSA.Signing.Padding.PSS : .insecurePKCS1v1_5
            return switch algorithm {
            case .rs256, .ps256:
                try? key.signature(for: SHA256.hash(data: input), padding: padding).rawRepresentation
            case .rs384, .ps384:
                try? key.signature(for: SHA384.hash(data: input), padding: padding).rawRepresentation
            default: try? key.signature(for: SHA512.hash(data: input), padding: padding).rawRepresentation
            }
        case (.p256(let key), .es256): return try? key.signature(for: input).rawRepresentation
        case (.p384(let key), .es384): return try? key.signature(for: input).rawRepresentation
        case (.p521(let key), .es512): return try? key.signature(for: input).rawRepresentation
        case (.ed25519(let key), .edDSA): return try? key.signature(for: input)
        default: return nil
        }
    }

    /// RFC 8410 §7: the 32 bytes behind a head that is always the same.
    private static func ed25519PEM(_ seed: Data) -> String {
        let head: [UInt8] = [
            0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
        ]
        return "-----BEGIN PRIVATE KEY-----\n\((Data(head) + seed).base64EncodedString())\n-----END PRIVATE KEY-----\n"
    }
}

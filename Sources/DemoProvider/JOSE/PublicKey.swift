import Crypto
import CryptoExtras

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A key that checks signatures.
///
/// The provider does its own JOSE over the primitives, so that what it checks is not checked by the code that signed it.
enum PublicKey: Sendable {
    case rsa(_RSA.Signing.PublicKey)
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)
    case p521(P521.Signing.PublicKey)
    case ed25519(Curve25519.Signing.PublicKey)

    /// PEM with the SubjectPublicKeyInfo (`PUBLIC KEY`); nil where it is none of a kind known here.
    init?(pem: String) {
        if let key = try? _RSA.Signing.PublicKey(pemRepresentation: pem) {
            self = .rsa(key)
        } else if let key = try? P256.Signing.PublicKey(pemRepresentation: pem) {
            self = .p256(key)
        } else if let key = try? P384.Signing.PublicKey(pemRepresentation: pem) {
            self = .p384(key)
        } else if let key = try? P521.Signing.PublicKey(pemRepresentation: pem) {
            self = .p521(key)
        } else {
            return nil
        }
    }

    /// RFC 7517; nil where it is no public key of a kind known here. A private JWK is refused: nobody sends one.
    init?(jwk: JSON) {
        func bytes(_ name: String) -> Data? { jwk[name]?.text.flatMap(Base64URL.decode) }
        guard jwk["d"] == nil, jwk["k"] == nil else { return nil }
        let point = (bytes("x") ?? Data()) + (bytes("y") ?? Data())
        switch (jwk["kty"]?.text, jwk["crv"]?.text) {
        case ("RSA", _):
            guard let n = bytes("n"), let e = bytes("e"), n.count >= 256,
                let key = try? _RSA.Signing.PublicKey(n: n, e: e)
            else { return nil }
            self = .rsa(key)
        case ("EC", "P-256"):
            guard let key = try? P256.Signing.PublicKey(rawRepresentation: point) else { return nil }
            self = .p256(key)
        case ("EC", "P-384"):
            guard let key = try? P384.Signing.PublicKey(rawRepresentation: point) else { return nil }
            self = .p384(key)
        case ("EC", "P-521"):
            guard let key = try? P521.Signing.PublicKey(rawRepresentation: point) else { return nil }
            self = .p521(key)
        case ("OKP", "Ed25519"):
            guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: point) else { return nil }
            self = .ed25519(key)
        default: return nil
        }
    }

    /// The required members alone, in the order of RFC 7638 §3.2.
    var jwk: JSON {
        switch self {
        case .rsa(let key):
            let numbers = try? key.getKeyPrimitives()
            return [
                "e": .string(Base64URL.encode(numbers?.publicExponent ?? Data())), "kty": "RSA",
                "n": .string(Base64URL.encode(numbers?.modulus ?? Data())),
            ]
        case .p256(let key): return Self.ec("P-256", key.rawRepresentation)
        case .p384(let key): return Self.ec("P-384", key.rawRepresentation)
        case .p521(let key): return Self.ec("P-521", key.rawRepresentation)
        case .ed25519(let key):
            return ["crv": "Ed25519", "kty": "OKP", "x": .string(Base64URL.encode(key.rawRepresentation))]
        }
    }

    private static func ec(_ curve: String, _ point: Data) -> JSON {
        let half = point.count / 2
        return [
            "crv": .string(curve), "kty": "EC", "x": .string(Base64URL.encode(point.prefix(half))),
            "y": .string(Base64URL.encode(point.suffix(half))),
        ]
    }

    /// RFC 7638 with SHA-256, as DPoP's `jkt` has it.
    var thumbprint: String { Base64URL.encode(Data(SHA256.hash(data: jwk.bytes))) }

    var pem: String? {
        switch self {
        case .rsa(let key): key.pemRepresentation
        case .p256(let key): key.pemRepresentation
        case .p384(let key): key.pemRepresentation
        case .p521(let key): key.pemRepresentation
        case .ed25519: nil
        }
    }

    /// Whether `signature` over `input` is of this key; never where the algorithm is one of another kind of key.
    func signed(_ input: Data, _ signature: Data, by algorithm: SigningAlgorithm) -> Bool {
        switch (self, algorithm) {
        case (.rsa(let key), _) where algorithm.keyKind == .rsa: Self.rsa(key, input, signature, algorithm)
        case (.p256(let key), .es256):
            (try? P256.Signing.ECDSASignature(rawRepresentation: signature)).map {
                key.isValidSignature($0, for: input)
            }
                ?? false
        case (.p384(let key), .es384):
            (try? P384.Signing.ECDSASignature(rawRepresentation: signature)).map {
                key.isValidSignature($0, for: input)
            }
                ?? false
        case (.p521(let key), .es512):
            (try? P521.Signing.ECDSASignature(rawRepresentation: signature)).map {
                key.isValidSignature($0, for: input)
            }
                ?? false
        case (.ed25519(let key), .edDSA): key.isValidSignature(signature, for: input)
        default: false
        }
    }

    private static func rsa(
        _ key: _RSA.Signing.PublicKey, _ input: Data, _ bytes: Data, _ algorithm: SigningAlgorithm
    ) -> Bool {
        let signature = _RSA.Signing.RSASignature(rawRepresentation: bytes)
        let padding = algorithm.rawValue.hasPrefix("PS") ? _RSA.Signing.Padding.PSS : .insecurePKCS1v1_5
        return switch algorithm {
        case .rs256, .ps256: key.isValidSignature(signature, for: SHA256.hash(data: input), padding: padding)
        case .rs384, .ps384: key.isValidSignature(signature, for: SHA384.hash(data: input), padding: padding)
        default: key.isValidSignature(signature, for: SHA512.hash(data: input), padding: padding)
        }
    }
}

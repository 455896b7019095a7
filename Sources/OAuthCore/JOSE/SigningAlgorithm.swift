/// The `alg` of a signature (RFC 7518 §3.1, RFC 8037 §3.1). `none` is not among them.
///
/// The cases are spelled as they are sent.
// swift-format-ignore: AlwaysUseLowerCamelCase
public enum SigningAlgorithm: String, Sendable, CaseIterable {
    case RS256, RS384, RS512
    case PS256, PS384, PS512
    case ES256, ES384, ES512
    /// On the curve Ed25519.
    case EdDSA
    case HS256, HS384, HS512

    /// Whether both sides share the key: what can verify such a signature can make it.
    public var isSymmetric: Bool {
        switch self {
        case .HS256, .HS384, .HS512: true
        default: false
        }
    }

    /// What an asymmetric key can be, by `kty` and `crv`.
    enum KeyType: String, Sendable, CaseIterable {
        case rsa = "RSA"
        case p256 = "P-256"
        case p384 = "P-384"
        case p521 = "P-521"
        case ed25519 = "Ed25519"

        /// In the order of preference: what such a key signs with if nothing else is said comes first.
        var algorithms: [SigningAlgorithm] {
            switch self {
            case .rsa: [.RS256, .RS384, .RS512, .PS256, .PS384, .PS512]
            case .p256: [.ES256]
            case .p384: [.ES384]
            case .p521: [.ES512]
            case .ed25519: [.EdDSA]
            }
        }

        var name: String {
            switch self {
            case .rsa: "an RSA key"
            case .ed25519: "an Ed25519 key"
            default: "an EC key on \(rawValue)"
            }
        }
    }
}

/// The `alg` values of RFC 7518 §3.1 and RFC 8037 that are known here. `none` is not among them.
enum SigningAlgorithm: String, Sendable, CaseIterable {
    case hs256 = "HS256"
    case hs384 = "HS384"
    case hs512 = "HS512"
    case rs256 = "RS256"
    case rs384 = "RS384"
    case rs512 = "RS512"
    case ps256 = "PS256"
    case ps384 = "PS384"
    case ps512 = "PS512"
    case es256 = "ES256"
    case es384 = "ES384"
    case es512 = "ES512"
    case edDSA = "EdDSA"

    static let asymmetric = allCases.filter { $0.keyKind != .secret }

    enum KeyKind: String, Sendable, CaseIterable { case secret, rsa, p256, p384, p521, ed25519 }

    /// What signs so. A key of another kind never does, which is what keeps a public key from being taken for a secret.
    var keyKind: KeyKind {
        switch self {
        case .hs256, .hs384, .hs512: .secret
        case .rs256, .rs384, .rs512, .ps256, .ps384, .ps512: .rsa
        case .es256: .p256
        case .es384: .p384
        case .es512: .p521
        case .edDSA: .ed25519
        }
    }
}

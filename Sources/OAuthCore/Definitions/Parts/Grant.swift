/// How tokens are obtained (RFC 6749 §1.3).
public enum Grant: Sendable, Equatable {
    /// A person signs in (RFC 6749 §4.1).
    case authorizationCode
    /// The definition brings a refresh token (RFC 6749 §6).
    case refreshToken
    /// The person's own name and password (RFC 6749 §4.3).
    case password
    /// The client speaks for itself (RFC 6749 §4.4).
    case clientCredentials
    /// A person signs in on another device (RFC 8628).
    case deviceCode
    /// A signed assertion (RFC 7523 §2.1).
    case jwtBearer
    /// A SAML assertion that the definition brings (RFC 7522 §2.1).
    case saml2Bearer
    /// One token for another (RFC 8693).
    case tokenExchange
    /// OAuth 1.0a (RFC 5849).
    case oauth1
    /// Any other `grant_type`, by its absolute URI (RFC 6749 §4.5).
    case `extension`(String)

    static let named: [(name: String, grant: Grant)] = [
        ("authorization_code", .authorizationCode), ("refresh_token", .refreshToken), ("password", .password),
        ("client_credentials", .clientCredentials), ("device_code", .deviceCode), ("jwt_bearer", .jwtBearer),
        ("saml2_bearer", .saml2Bearer), ("token_exchange", .tokenExchange), ("oauth1", .oauth1),
    ]

    /// What a definition writes; nil for what is neither a name nor an absolute URI.
    public init?(_ text: String) {
        if let known = Self.named.first(where: { $0.name == text }) {
            self = known.grant
        } else if let colon = text.firstIndex(of: ":"), colon != text.startIndex,
            text.index(after: colon) < text.endIndex,
            text.utf8.allSatisfy({ 0x21...0x7E ~= $0 })
        {
            self = .extension(text)
        } else {
            return nil
        }
    }

    /// As a definition writes it.
    public var name: String {
        if case .extension(let uri) = self { return uri }
        return Self.named.first { $0.grant == self }?.name ?? ""
    }

    /// The `grant_type` of its token request; nil for OAuth 1.0a, which has none.
    public var type: String? {
        switch self {
        case .deviceCode: "urn:ietf:params:oauth:grant-type:device_code"
        case .jwtBearer: "urn:ietf:params:oauth:grant-type:jwt-bearer"
        case .saml2Bearer: "urn:ietf:params:oauth:grant-type:saml2-bearer"
        case .tokenExchange: "urn:ietf:params:oauth:grant-type:token-exchange"
        case .oauth1: nil
        default: name
        }
    }
}

/// OAuth 1.0a (RFC 5849): requests are signed, so that no secret but the one of PLAINTEXT ever travels.
public enum OAuth1 {
    /// How requests are signed (RFC 5849 §3.4). The SHA-2 methods are what providers made of it later.
    public enum SignatureMethod: String, Sendable, CaseIterable {
        case hmacSHA1 = "HMAC-SHA1"
        case hmacSHA256 = "HMAC-SHA256"
        case hmacSHA512 = "HMAC-SHA512"
        case rsaSHA1 = "RSA-SHA1"
        case rsaSHA256 = "RSA-SHA256"
        case rsaSHA512 = "RSA-SHA512"
        /// The secrets themselves: for https only (§4.4).
        case plaintext = "PLAINTEXT"

        /// Whether it signs with a private key. Then neither the client's secret nor the token's counts (§3.4.3).
        public var usesPrivateKey: Bool {
            switch self {
            case .rsaSHA1, .rsaSHA256, .rsaSHA512: true
            case .hmacSHA1, .hmacSHA256, .hmacSHA512, .plaintext: false
            }
        }
    }

    /// Where the protocol's parameters stand in a request (RFC 5849 §3.5).
    public enum Placement: String, Sendable, CaseIterable {
        /// In the `Authorization` header.
        case header
        /// In the URL.
        case query
        /// In the form that the request sends. Requests without one use the header: JSON has no place for them.
        case body
    }

    /// A token and its secret: temporary credentials or token credentials (RFC 5849 §1.1).
    public struct Credentials: Sendable, Equatable {
        public var token: Redacted<String>
        public var secret: Redacted<String>

        public init(token: Redacted<String>, secret: Redacted<String>) {
            self.token = token
            self.secret = secret
        }
    }
}

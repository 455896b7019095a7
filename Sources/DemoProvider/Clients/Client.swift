import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A registered client (RFC 6749 §2).
struct Client: Sendable {
    /// How it proves who it is at the token endpoint (RFC 7591 §2, `token_endpoint_auth_method`).
    enum Authentication: String, Sendable, CaseIterable {
        case basic = "client_secret_basic"
        case post = "client_secret_post"
        /// A secret, in either of these ways.
        case secret = "client_secret"
        case secretJWT = "client_secret_jwt"
        case keyJWT = "private_key_jwt"
        case certificate = "tls_client_auth"
        case none
    }

    var id: String
    var name: String
    var secret: Redacted<String>?
    var secretExpiresAt: Date?
    var authentication = Authentication.secret
    /// For `private_key_jwt`, signed request objects and JWT assertions that it issues.
    var keys: [PublicKey] = []
    /// Only these may get an answer; empty: any on loopback.
    var redirectURIs: [String] = []
    /// What a dynamic registration said, and the token that manages it (RFC 7592).
    var registration: JSON?
    var registrationToken: Redacted<String>?

    var isPublic: Bool { authentication == .none }
}

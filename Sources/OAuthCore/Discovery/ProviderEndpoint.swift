#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A provider's endpoint, by its name in metadata (RFC 8414 §2, RFC 8628 §4, RFC 9126 §5, OpenID Connect Discovery §3).
public enum ProviderEndpoint: String, Sendable, CaseIterable {
    case authorization = "authorization_endpoint"
    case token = "token_endpoint"
    case deviceAuthorization = "device_authorization_endpoint"
    case revocation = "revocation_endpoint"
    case introspection = "introspection_endpoint"
    case userinfo = "userinfo_endpoint"
    case endSession = "end_session_endpoint"
    case pushedAuthorization = "pushed_authorization_request_endpoint"
    case registration = "registration_endpoint"
    case jwks = "jwks_uri"

    var path: WritableKeyPath<EndpointURLs, URL?> {
        switch self {
        case .authorization: \.authorization
        case .token: \.token
        case .deviceAuthorization: \.deviceAuthorization
        case .revocation: \.revocation
        case .introspection: \.introspection
        case .userinfo: \.userinfo
        case .endSession: \.endSession
        case .pushedAuthorization: \.pushedAuthorization
        case .registration: \.registration
        case .jwks: \.jwks
        }
    }

    /// The definition's field for it.
    var field: String {
        switch self {
        case .authorization: "authorization_url"
        case .token: "token_url"
        case .deviceAuthorization: "device_authorization_url"
        case .revocation: "revocation_url"
        case .introspection: "introspection_url"
        case .userinfo: "userinfo_url"
        case .endSession: "end_session_url"
        case .pushedAuthorization: "pushed_authorization_url"
        case .registration: "registration_url"
        case .jwks: "jwks_url"
        }
    }
}

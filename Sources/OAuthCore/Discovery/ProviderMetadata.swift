#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a provider says about itself (RFC 8414 §2, OpenID Connect Discovery §3). A list is nil where it says nothing.
public struct ProviderMetadata: Sendable, Equatable {
    public var issuer: String
    public var endpoints = EndpointURLs()
    /// Endpoints whose URLs must not be used, and why: continues "its token_endpoint …".
    public var refusedEndpoints: [ProviderEndpoint: String] = [:]

    /// RFC 9126 §5.
    public var requiresPushedAuthorization = false
    /// RFC 9101 §10.5.
    public var requiresSignedRequests = false
    /// Authorization answers have an `iss` (RFC 9207 §3).
    public var namesItselfInAnswers = false
    /// RFC 8705 §3.3.
    public var bindsTokensToCertificates = false

    public var grants: [String]?
    public var responseTypes: [String]?
    public var responseModes: [String]?
    public var codeChallengeMethods: [String]?
    public var clientAuthentications: [String]?
    public var clientAuthenticationAlgorithms: [String]?
    public var requestObjectAlgorithms: [String]?
    /// What signed authorization answers are signed with (JARM §4).
    public var authorizationAnswerAlgorithms: [String]?
    public var idTokenAlgorithms: [String]?
    /// RFC 9449 §5.1.
    public var dpopAlgorithms: [String]?
    /// RFC 9396 §10.
    public var authorizationDetailsTypes: [String]?
}

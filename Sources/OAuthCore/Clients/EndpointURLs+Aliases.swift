#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension EndpointURLs {
    /// Where a client with a certificate sends what others send to `url` (RFC 8705 §5): the provider's alias for that
    /// endpoint, or the same URL.
    func forClientsWithCertificate(_ url: URL) -> URL {
        let endpoints: [(String, URL?)] = [
            ("token_endpoint", token), ("device_authorization_endpoint", deviceAuthorization),
            ("pushed_authorization_request_endpoint", pushedAuthorization), ("revocation_endpoint", revocation),
            ("introspection_endpoint", introspection), ("userinfo_endpoint", userinfo),
        ]
        return endpoints.first { $0.1 == url }.flatMap { mtlsAliases[$0.0] } ?? url
    }
}

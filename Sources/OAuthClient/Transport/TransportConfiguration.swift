#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a transport needs to know of its surroundings. Reading it opens nothing and checks nothing.
public struct TransportConfiguration: Sendable {
    /// PEM file whose certificates replace the system's authorities; `--cacert`, or else `SSL_CERT_FILE`.
    public var authorities: CertificateAuthorities
    public var proxies: ProxyEnvironment
    /// Sent where a request has none of its own.
    public var userAgent: String
    public var tracer: (any TransportTracer)?

    /// - Parameters:
    ///   - environment: where `SSL_CERT_FILE` and the proxy variables are read.
    ///   - caFile: `--cacert`.
    public init(
        environment: [String: String] = ProcessInfo.processInfo.environment, caFile: String? = nil,
        userAgent: String = "oauthlua", tracer: (any TransportTracer)? = nil
    ) {
        self.authorities = CertificateAuthorities(environment: environment, caFile: caFile)
        self.proxies = ProxyEnvironment(environment)
        self.userAgent = userAgent
        self.tracer = tracer
    }
}

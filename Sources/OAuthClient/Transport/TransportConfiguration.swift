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
    /// How many requests may be under way at one host; more wait for one of them to end. HTTP/2 sends them through one
    /// connection, HTTP/1.1 has a connection for each.
    public var connectionsPerHost: Int
    /// Where connections go instead of where URLs say; of several that fit, the first counts.
    public var routes: [ConnectionRoute]

    /// 64: what browsers and API clients take to be polite, and more than most servers speed up with.
    public static let standardConnectionsPerHost = 64

    /// - Parameters:
    ///   - environment: where `SSL_CERT_FILE` and the proxy variables are read.
    ///   - caFile: `--cacert`.
    ///   - connectionsPerHost: at least 1.
    ///   - routes: `--connect-to`.
    public init(
        environment: [String: String] = ProcessInfo.processInfo.environment, caFile: String? = nil,
        userAgent: String = "oauthlua", tracer: (any TransportTracer)? = nil,
        connectionsPerHost: Int = Self.standardConnectionsPerHost, routes: [ConnectionRoute] = []
    ) {
        self.authorities = CertificateAuthorities(environment: environment, caFile: caFile)
        self.proxies = ProxyEnvironment(environment)
        self.userAgent = userAgent
        self.tracer = tracer
        self.connectionsPerHost = connectionsPerHost
        self.routes = routes
    }
}

import AsyncHTTPClient
import NIOCore
import NIOSSL
import OAuthCore
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The AsyncHTTPClients of one transport, each made when it is first needed: one for every proxy and client certificate
/// in use, and for every host whose connections go elsewhere.
final class HTTPClients: Sendable {
    /// What a client cannot change after it was made.
    private struct Key: Hashable {
        var proxy: ProxyChoice
        var isSecure: Bool
        var connect: Duration
        var identity: ClientIdentity?
        /// A host, and where connections for it go instead.
        var detour: [String: String] = [:]
        /// Whether an HTTP proxy is asked for a tunnel.
        var isTunnelled: Bool
        /// The only host that it is for, where that is known.
        var host: String?
    }

    private struct State {
        var clients: [Key: HTTPClient] = [:]
        /// Hosts whose certificates are for addresses too.
        var apart: Set<String> = []
        var isShutDown = false
    }

    private let configuration: TransportConfiguration
    private let state = Mutex(State())

    init(_ configuration: TransportConfiguration) { self.configuration = configuration }

    deinit {
        // A client must be shut down before it goes; nobody is left to wait for that.
        let clients = state.withLock { Array($0.clients.values) }
        guard !clients.isEmpty else { return }
        Task { for client in clients { try? await client.shutdown() } }
    }

    func shutdown() async {
        let clients = state.withLock { state in
            defer { state.clients = [:] }
            state.isShutDown = true
            return Array(state.clients.values)
        }
        for client in clients { try? await client.shutdown() }
    }

    /// - Parameter target: where the connection goes instead of where the URL says.
    /// - Throws: ``OAuthError`` of kind `config` for what no connection can be made to.
    func client(for request: TransportRequest, proxy: ProxyChoice, target: ConnectionTarget?) throws -> HTTPClient {
        let isSecure = request.url.scheme?.lowercased() == "https"
        var key = Key(
            proxy: proxy, isSecure: isSecure, connect: request.timeouts.connect,
            identity: isSecure ? request.identity : nil, detour: try detour(of: request, to: target),
            isTunnelled: isSecure || target != nil)
        let origin = Origin(request.url)
        return try state.withLock { state in
            if state.isShutDown { throw HTTPClientError.alreadyShutdown }
            if isSecure, let origin, target != nil || origin.isAddress || state.apart.contains(origin.host) {
                key.host = origin.host
            }
            if let client = state.clients[key] { return client }
            let client = HTTPClient(
                eventLoopGroupProvider: .shared(EventLoops.shared), configuration: try clientConfiguration(key))
            state.clients[key] = client
            return client
        }
    }

    /// The host of this request has a client of its own from now on (``ServerIdentity``).
    func keepApart(_ request: TransportRequest) {
        guard let host = Origin(request.url)?.host else { return }
        state.withLock { _ = $0.apart.insert(host) }
    }

    private func detour(of request: TransportRequest, to target: ConnectionTarget?) throws -> [String: String] {
        guard let target, let origin = Origin(request.url), target.host != origin.host else { return [:] }
        // The client would compare the certificate with the target, not with the URL.
        if origin.scheme == "https", origin.isAddress {
            throw OAuthError(
                .config,
                "--connect-to cannot take \(origin) elsewhere: the certificate of an address cannot be checked there",
                advice: "Use a host name in the URL")
        }
        // The client knows IPv6 addresses in brackets.
        return [origin.host.contains(":") ? "[\(origin.host)]" : origin.host: target.host]
    }

    private func clientConfiguration(_ key: Key) throws -> HTTPClient.Configuration {
        var client = HTTPClient.Configuration(redirectConfiguration: .disallow)
        client.timeout.connect = TimeAmount(key.connect)
        client.dnsOverride = key.detour
        client.tracing.tracer = nil  // or each request makes texts for spans that nobody collects
        // The library's way with a refused connection is to try again until the connect timeout ends.
        client.connectionPool.retryConnectionEstablishment = false
        // A request that waits in the pool for a free connection fails at the connect timeout. Requests wait in
        // ConnectionPlaces instead, so the pool has room for all that come, token requests among them.
        client.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = configuration.connectionsPerHost + 64
        if key.isSecure {
            var tls = try configuration.authorities.tlsConfiguration()
            try key.identity?.add(to: &tls)
            client.tlsConfiguration = tls
        }
        let tracer = configuration.tracer
        switch key.proxy {
        case .direct: break
        case .socks(let host, let port): client.proxy = .socksServer(host: host, port: port)
        case .http(let host, let port, let credentials) where key.isTunnelled:
            let authorization = credentials?.reveal()
            client.proxy = .server(
                host: host, port: port,
                authorization: authorization.map { .basic(username: $0.user, password: $0.password) })
        case .http(_, _, let credentials):
            client.http1_1ConnectionDebugInitializer = { channel in
                tracer?.trace(.connected(channel, version: "HTTP/1.1"))
                return AbsoluteFormHandler.install(in: channel, credentials: credentials)
            }
            return client
        }
        guard key.isSecure || tracer != nil else { return client }
        let (isSecure, host) = (key.isSecure, key.host)
        func connected(_ version: String) -> @Sendable (any Channel) -> EventLoopFuture<Void> {
            { channel in
                tracer?.trace(.connected(channel, version: version))
                return isSecure
                    ? ServerIdentity.check(channel, for: host) : channel.eventLoop.makeSucceededVoidFuture()
            }
        }
        client.http1_1ConnectionDebugInitializer = connected("HTTP/1.1")
        client.http2ConnectionDebugInitializer = connected("HTTP/2")
        return client
    }
}

extension TransportEvent {
    static func connected(_ channel: any Channel, version: String) -> TransportEvent {
        .connected(
            address: channel.remoteAddress?.ipAddress ?? "?", port: channel.remoteAddress?.port ?? 0, version: version)
    }
}

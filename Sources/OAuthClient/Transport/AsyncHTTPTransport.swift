import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The transport of the real program, by AsyncHTTPClient: HTTP/1.1, HTTP/2 where TLS negotiates it (ALPN), gzip and
/// deflate undone, connections kept for the next request, proxies from the environment.
///
/// Opens nothing before the first ``send(_:)``: no thread, no connection, no TLS context (and that only for https).
public struct AsyncHTTPTransport: HTTPTransport {
    private let configuration: TransportConfiguration
    private let clients: HTTPClients
    private let places: ConnectionPlaces

    public init(_ configuration: TransportConfiguration = TransportConfiguration()) {
        self.configuration = configuration
        self.clients = HTTPClients(configuration)
        self.places = ConnectionPlaces(perHost: configuration.connectionsPerHost)
    }

    /// Closes the connections that are kept. Later requests fail.
    public func shutdown() async { await clients.shutdown() }

    public func send(_ request: TransportRequest) async throws -> TransportResponse {
        let request = withDefaults(request)
        let target = Origin(request.url).flatMap { configuration.routes.target(for: $0) }
        let failure = TransportFailure(
            request: request, proxy: try configuration.proxies.choose(for: request.url), target: target)
        do {
            do { return try await send(request, failure) } catch is ServerIdentity.Unclear {
                // Nothing was sent: the connection was given up before.
                clients.keepApart(request)
                return try await send(request, failure)
            }
        } catch {
            throw report(failure.translate(error, during: .head))
        }
    }

    private func send(_ request: TransportRequest, _ failure: TransportFailure) async throws -> TransportResponse {
        let client = try clients.client(for: request, proxy: failure.proxy, target: failure.target)
        let outgoing = try outgoing(request, proxy: failure.proxy, target: failure.target)
        let clock = ContinuousClock()
        let start = clock.now
        // A request for a token is what the others wait for.
        let place = request.isConfidential ? nil : try await places.take(at: request.url)
        let waited = clock.now - start
        configuration.tracer?.trace(.sending(request))
        let timer = request.timeouts.mayStream ? BodyTimer(request.timeouts) : nil
        let exchange = Exchange(
            outgoing, by: client, deadline: request.timeouts.deadline, sent: request.sent,
            ended: { place?.leave() })
        let head = try await exchange.head(timer)
        // Who reads a body as it comes may take any time for it: nobody waits for that.
        if timer != nil { place?.leave() }
        var response = response(head, of: exchange, to: request, timer: timer, failure: failure)
        response.waited = waited
        return response
    }

    private func withDefaults(_ request: TransportRequest) -> TransportRequest {
        var request = request
        func add(_ name: HTTPField.Name, _ value: String) {
            guard request.headers[name] == nil, !request.withheldHeaders.contains(name) else { return }
            request.headers[name] = value
        }
        add(.userAgent, configuration.userAgent)
        add(.acceptEncoding, "gzip, deflate")
        return request
    }

    private func outgoing(
        _ request: TransportRequest, proxy: ProxyChoice, target: ConnectionTarget?
    ) throws -> HTTPClient.Request {
        guard let origin = Origin(request.url) else {
            throw OAuthError(.config, "\(request.url.withoutSecrets) is not an http or https URL with a host")
        }
        var url = request.url
        var headers = HTTPHeaders()
        for field in request.headers { headers.add(name: field.name.rawName, value: field.value) }
        if let target {
            // The client maps host names by itself, and ports not at all: the URL has the target's port, `Host` the own.
            var components = URLComponents(url: url, resolvingAgainstBaseURL: true)
            components?.encodedHost = origin.host.contains(":") ? "[\(origin.host)]" : origin.host
            components?.port = target.port
            url = components?.url ?? url
            if !headers.contains(name: "Host") { headers.add(name: "Host", value: origin.authority) }
        } else if case .http(let host, let port, _) = proxy, origin.scheme == "http" {
            var components = URLComponents(url: url, resolvingAgainstBaseURL: true)
            components?.encodedHost = host.contains(":") ? "[\(host)]" : host
            components?.port = port
            components?.user = nil
            components?.password = nil
            url = components?.url ?? url
            if !headers.contains(name: "Host") { headers.add(name: "Host", value: origin.authority) }
        }
        return try HTTPClient.Request(
            url: url, method: HTTPMethod(rawValue: request.method), headers: headers, body: try request.body.outgoing())
    }

    private func response(
        _ head: HTTPResponseHead, of exchange: Exchange, to request: TransportRequest, timer: BodyTimer?,
        failure: TransportFailure
    ) -> TransportResponse {
        var response = TransportResponse(
            status: Int(head.status.code),
            reason: head.status.reasonPhrase.isEmpty || head.version.major > 1 ? nil : head.status.reasonPhrase,
            httpVersion: head.version.major > 1 ? "HTTP/2" : "HTTP/\(head.version.major).\(head.version.minor)")
        for (name, value) in head.headers {
            if let name = HTTPField.Name(name) { response.headers.append(HTTPField(name: name, value: value)) }
        }
        let hasBody = request.method != "HEAD" && response.status != 204 && response.status != 304
        let length = hasBody ? response.headers[.contentLength].flatMap { Int($0) } : 0
        response.timer = timer
        response.body = ResponseBody(expectedLength: length, isReady: { exchange.isReady }) {
            {
                do {
                    return try await exchange.next(timer)
                } catch {
                    throw self.report(failure.translate(error, during: .body))  // self keeps the client alive
                }
            }
        }
        .inflated(Inflater.coding(of: response.headers[.contentEncoding]))
        configuration.tracer?.trace(.received(response, for: request))
        return response
    }

    private func report(_ error: any Error) -> any Error {
        if let error = error as? OAuthError { configuration.tracer?.trace(.failed(error)) }
        return error
    }
}

extension Timeouts {
    /// When the library ends the exchange.
    var deadline: NIODeadline? {
        mayStream ? nil : total.map { NIODeadline.now() + TimeAmount(max($0 - elapsed, .zero)) }
    }
}

extension Origin {
    /// What stands in a `Host` header: the port only where it is not the scheme's own.
    var authority: String {
        let name = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
        return port == (scheme == "https" ? 443 : 80) ? name : "\(name):\(port)"
    }
}

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

    public init(_ configuration: TransportConfiguration = TransportConfiguration()) {
        self.configuration = configuration
        self.clients = HTTPClients(configuration)
    }

    /// Closes the connections that are kept. Later requests fail.
    public func shutdown() async { await clients.shutdown() }

    public func send(_ request: TransportRequest) async throws -> TransportResponse {
        let request = withDefaults(request)
        let failure = TransportFailure(request: request, proxy: try configuration.proxies.choose(for: request.url))
        let deadline = request.timeouts.deadline
        do {
            let client = try clients.client(for: request, proxy: failure.proxy)
            let outgoing = try outgoing(request, proxy: failure.proxy)
            configuration.tracer?.trace(.sending(request))
            let answer = try await client.execute(outgoing, deadline: deadline ?? .distantFuture)
            return response(answer, to: request, deadline: deadline, failure: failure)
        } catch {
            throw report(failure.translate(error, during: .head))
        }
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

    private func outgoing(_ request: TransportRequest, proxy: ProxyChoice) throws -> HTTPClientRequest {
        guard let origin = Origin(request.url) else {
            throw OAuthError(.config, "\(request.url.withoutSecrets) is not an http or https URL with a host")
        }
        var outgoing = HTTPClientRequest(url: request.url.absoluteString)
        outgoing.method = HTTPMethod(rawValue: request.method)
        for field in request.headers { outgoing.headers.add(name: field.name.rawName, value: field.value) }
        if case .http(let host, let port, _) = proxy, origin.scheme == "http" {
            var components = URLComponents(url: request.url, resolvingAgainstBaseURL: true)
            components?.encodedHost = host.contains(":") ? "[\(host)]" : host
            components?.port = port
            components?.user = nil
            components?.password = nil
            outgoing.url = components?.string ?? outgoing.url
            if !outgoing.headers.contains(name: "Host") { outgoing.headers.add(name: "Host", value: origin.authority) }
        }
        switch request.body {
        case .none: break
        case .bytes(let bytes): outgoing.body = .bytes(ByteBuffer(bytes: bytes))
        case .secret(let bytes): outgoing.body = .bytes(ByteBuffer(bytes: bytes.reveal()))
        case .file(let path):
            let chunks = try FileChunks(path: path)
            outgoing.body = .stream(chunks, length: .known(Int64(chunks.size)))
        }
        return outgoing
    }

    private func response(
        _ answer: HTTPClientResponse, to request: TransportRequest, deadline: NIODeadline?, failure: TransportFailure
    ) -> TransportResponse {
        var response = TransportResponse(
            status: Int(answer.status.code),
            reason: answer.status.reasonPhrase.isEmpty || answer.version.major > 1 ? nil : answer.status.reasonPhrase,
            httpVersion: answer.version.major > 1 ? "HTTP/2" : "HTTP/\(answer.version.major).\(answer.version.minor)")
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { response.headers.append(HTTPField(name: name, value: value)) }
        }
        let hasBody = request.method != "HEAD" && response.status != 204 && response.status != 304
        let length = hasBody ? response.headers[.contentLength].flatMap { Int($0) } : 0
        let watch = deadline.map { Deadline($0, on: EventLoops.shared.any()) }
        response.body = ResponseBody(answer.body, expectedLength: length)
            .reading(expectedLength: length) { next in
                {
                    do {
                        guard let watch else { return try await next() }
                        return try await watch.read(next)
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
    /// When the exchange has to be over.
    var deadline: NIODeadline? { total.map { NIODeadline.now() + TimeAmount(max($0 - elapsed, .zero)) } }
}

extension Origin {
    /// What stands in a `Host` header: the port only where it is not the scheme's own.
    var authority: String {
        let name = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
        return port == (scheme == "https" ? 443 : 80) ? name : "\(name):\(port)"
    }
}

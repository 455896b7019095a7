import HTTPTypes
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Shows exchanges as `curl -v` does: `>` what is sent, `<` what comes, `*` what happens. Secrets are left out.
///
/// Form bodies are shown, other bodies by their size; those of token requests not at all.
public struct CurlTracer: TransportTracer {
    private let secrets: SecretRegistry
    private let write: @Sendable (String) -> Void

    /// - Parameter write: gets whole lines, the last one with its line break; called from any thread.
    public init(secrets: SecretRegistry, write: @escaping @Sendable (String) -> Void) {
        self.secrets = secrets
        self.write = write
    }

    public func trace(_ event: TransportEvent) {
        let text = lines(of: event).map { Redaction.printable($0) + "\n" }.joined()
        write(secrets.scrub(text))
    }

    private func lines(of event: TransportEvent) -> [String] {
        switch event {
        case .connected(let address, let port, let version): ["* Connected to \(address) port \(port) (\(version))"]
        case .sending(let request): lines(of: request)
        case .received(let response, _):
            ["< \(response.httpVersion) \(response.status)" + (response.reason.map { " \($0)" } ?? "")]
                + response.headers.map { "< " + Redaction.header($0) } + ["< "]
        case .failed(let error): ["* \(error.message)"]
        }
    }

    private func lines(of request: TransportRequest) -> [String] {
        guard let origin = Origin(request.url) else { return [] }
        let target = URLComponents(url: request.url, resolvingAgainstBaseURL: true)
        let path = target?.percentEncodedPath ?? ""
        // A token request in the URL: its parameters may have any name.
        let query = target?.percentEncodedQuery.map { request.isConfidential ? "?\(Redaction.mark)" : "?\($0)" } ?? ""
        var lines = ["* \(request.method) \(origin.scheme)://\(origin.authority)"]
        lines.append("> \(request.method) \(path.isEmpty ? "/" : path)\(Redaction.pairs(in: query)) HTTP")
        if request.headers[values: HTTPField.Name("Host")!].isEmpty { lines.append("> Host: \(origin.authority)") }
        lines += request.headers.map { "> " + Redaction.header($0) }
        lines.append("> ")
        switch request.body {
        case .none: break
        case .secret: lines.append("* Sending a body that holds secrets")
        case .file(let path): lines.append("* Sending \(path)")
        case .pieces(let pieces):
            for case .file(let path) in pieces { lines.append("* Sending \(path)") }
        case .bytes(let bytes):
            let type = request.headers[.contentType] ?? ""
            if !request.isConfidential, type.lowercased().hasPrefix("application/x-www-form-urlencoded") {
                lines.append("> " + Redaction.pairs(in: String(decoding: bytes, as: UTF8.self)))
            } else {
                lines.append("* Sending \(ByteCount(bytes.count))")
            }
        }
        return lines
    }
}

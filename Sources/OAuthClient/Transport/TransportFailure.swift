import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import OAuthCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Puts what the libraries throw into words that a person can act on.
struct TransportFailure: Sendable {
    enum Phase { case head, body }

    let request: TransportRequest
    let proxy: ProxyChoice
    /// Where `--connect-to` leads.
    var target: ConnectionTarget?

    private var origin: Origin? { Origin(request.url) }
    private var host: String { origin?.authority ?? request.url.withoutSecrets }

    /// An ``OAuthError``; errors that are none of the network's (cancellation, a file's) stay what they are.
    func translate(_ error: any Error, during phase: Phase) -> any Error {
        if error is CancellationError { return error }
        var translated = (error as? OAuthError) ?? explain(error, phase)
        if translated.url == nil { translated.url = request.url.withoutSecrets }
        return translated
    }

    private func explain(_ error: any Error, _ phase: Phase) -> OAuthError {
        switch error {
        case let error as HTTPClientError: return explain(error, phase)
        case let error as NIOConnectionError: return explain(error)
        case let error as IOError: return connection(failed: error.errnoCode, phase)
        case ChannelError.connectTimeout: return connectTimeout
        case is ChannelError: return closed(phase)
        case HTTPParserError.invalidEOFState: return closed(phase)
        case is HTTPParserError: return lasting("\(host) did not answer in HTTP")
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: return tls(error, phase)
        case is ServerIdentity.Another: return lasting("the certificate of \(host) is for another name")
        default:
            // Other libraries' errors describe themselves by type name; SOCKS ones among them.
            return network(
                proxy == .direct
                    ? "the exchange with \(host) failed: \(error)" : "the exchange through \(proxy) failed: \(error)")
        }
    }

    private func explain(_ error: HTTPClientError, _ phase: Phase) -> OAuthError {
        switch error {
        case .deadlineExceeded: return totalTimeout
        case .readTimeout:
            return OAuthError(.timeout, "nothing more came from \(host) for \(Self.seconds(request.timeouts.total))")
        case .connectTimeout, .tlsHandshakeTimeout, .httpProxyHandshakeTimeout, .socksHandshakeTimeout,
            .getConnectionFromPoolTimeout:
            return connectTimeout
        case .remoteConnectionClosed: return closed(phase)
        case .proxyAuthenticationRequired:
            return OAuthError(
                .config, "the proxy \(proxy) asks for a user name and password, or does not accept the ones given",
                advice: "Write them into the proxy variable: http://user:password@host:port")
        case .invalidProxyResponse: return lasting("the proxy \(proxy) refused to connect to \(host)")
        case .invalidURL, .emptyHost, .emptyScheme:
            return OAuthError(.config, "\(request.url.withoutSecrets) is not a URL that can be requested")
        case .bodyLengthMismatch: return OAuthError(.config, "the file changed while it was sent to \(host)")
        case .alreadyShutdown, .cancelled: return network("the request to \(host) was given up at the program's end")
        case .traceRequestWithBody: return OAuthError(.config, "a TRACE request cannot have a body")
        default: return network("the exchange with \(host) failed: \(error.shortDescription)")
        }
    }

    private func explain(_ error: NIOConnectionError) -> OAuthError {
        let via = proxy == .direct ? "" : "the proxy "
        if let first = error.connectionErrors.first {
            if let io = first.error as? IOError { return connection(failed: io.errnoCode, .head) }
            if case ChannelError.connectTimeout = first.error { return connectTimeout }
            return network("could not connect to \(via)\(error.host):\(error.port): \(first.error)")
        }
        return lasting(
            "there is no host named \(error.host)" + (via.isEmpty ? "" : " (the proxy)"),
            advice: "Check the spelling and the network connection")
    }

    private func connection(failed code: Int32, _ phase: Phase) -> OAuthError {
        let place = self.target.map { "\(host) (at \($0), as --connect-to says)" } ?? host
        let target = proxy == .direct ? place : "the proxy \(proxy)"
        switch code {
        case ECONNREFUSED: return network("\(target) refused the connection: nothing listens there")
        case ECONNRESET, EPIPE: return closed(phase)
        case ETIMEDOUT where phase == .head: return connectTimeout
        default: return network("could not reach \(target): \(SystemError.text(code))")
        }
    }

    private func closed(_ phase: Phase) -> OAuthError {
        switch phase {
        case .head:
            // In TLS 1.3 the client is done before the server has looked at its certificate.
            network(
                "\(host) closed the connection without an answer",
                advice: request.identity.map { _ in
                    "If it does not accept the client's certificate: \(Self.certificateAdvice)"
                })
        case .body: network("the response from \(host) was cut short: the connection closed before its end")
        }
    }

    private func tls(_ error: any Error, _ phase: Phase) -> OAuthError {
        let text = "\(error)"
        if text.contains("CERTIFICATE_VERIFY_FAILED") || text.contains("unableToValidateCertificate") {
            return lasting(
                "the certificate of \(host) could not be verified: it has expired, or its authority is not known here",
                advice: "Where the authority is your own, name its certificate with --cacert FILE or SSL_CERT_FILE")
        }
        if text.contains("failedToValidateHostname") {
            return lasting("the certificate of \(host) is for another name")
        }
        if Self.certificateAlerts.contains(where: text.contains) {
            let what =
                request.identity == nil
                ? "wants a certificate of the client" : "does not accept the client's certificate"
            return lasting("\(host) \(what)", advice: Self.certificateAdvice)
        }
        if text.contains("uncleanShutdown") || text.contains("EOF during handshake") { return closed(phase) }
        if text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST") {
            return lasting("\(host) does not speak TLS", advice: "Check whether its URL begins with http://")
        }
        return network("the TLS connection to \(host) failed: \(text)")
    }

    /// Alerts by which a server turns the client's certificate down (RFC 8446 §6.2).
    private static let certificateAlerts = [
        "ALERT_BAD_CERTIFICATE", "ALERT_UNSUPPORTED_CERTIFICATE", "ALERT_CERTIFICATE_REVOKED",
        "ALERT_CERTIFICATE_EXPIRED", "ALERT_CERTIFICATE_UNKNOWN", "ALERT_UNKNOWN_CA", "ALERT_CERTIFICATE_REQUIRED",
        "ALERT_ACCESS_DENIED",
    ]

    private static let certificateAdvice =
        "Set client_certificate to the one that the provider knows, and client_certificate_key to its key"

    private var totalTimeout: OAuthError {
        OAuthError(
            .timeout,
            "the request to \(host) was not finished within its total timeout of \(Self.seconds(request.timeouts.total))"
        )
    }

    private var connectTimeout: OAuthError {
        let target = proxy == .direct ? host : "\(host) through the proxy \(proxy)"
        return OAuthError(
            .timeout,
            "no connection to \(target) within the connect timeout of \(Self.seconds(request.timeouts.connect))")
    }

    private func network(_ message: String, advice: String? = nil) -> OAuthError {
        OAuthError(.network, message, advice: advice)
    }

    /// What the next try meets as well.
    private func lasting(_ message: String, advice: String? = nil) -> OAuthError {
        var error = network(message, advice: advice)
        error.isLasting = true
        return error
    }

    /// `10 s`, `0.25 s`.
    private static func seconds(_ duration: Duration?) -> String {
        let parts = (duration ?? .zero).components
        let milliseconds = parts.attoseconds / 1_000_000_000_000_000
        guard milliseconds > 0 else { return "\(parts.seconds) s" }
        var fraction = String(1000 + milliseconds).dropFirst()
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(parts.seconds).\(fraction) s"
    }
}

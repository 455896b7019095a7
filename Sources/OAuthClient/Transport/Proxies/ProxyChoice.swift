import OAuthCore

/// How a request reaches its host.
public enum ProxyChoice: Sendable, Hashable {
    case direct
    /// CONNECT for https; for http the request itself with an absolute URL (RFC 9112 §3.2.2).
    case http(host: String, port: Int, credentials: Redacted<BasicCredentials>?)
    /// SOCKS 5 without a password. The proxy resolves the name.
    case socks(host: String, port: Int)
}

extension ProxyChoice: CustomStringConvertible {
    /// `host:port`, without the credentials.
    public var description: String {
        switch self {
        case .direct: "none"
        case .http(let host, let port, _), .socks(let host, let port):
            host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        }
    }
}

extension ProxyChoice {
    /// What a proxy variable says: `[scheme://][user:password@]host[:port][/]`, as curl reads it.
    /// - Parameter variable: where it was found. Errors name it, and never what it holds: that may be a password.
    init(_ text: String, variable: String) throws(OAuthError) {
        func failure(_ reason: String) -> OAuthError {
            OAuthError(
                .config, "the proxy in \(variable) is wrong: \(reason)",
                advice: "Write it as http://host:port or socks5://host:port")
        }
        let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        let scheme = parts.count == 2 ? parts[0].lowercased() : "http"
        var rest = parts[parts.count - 1]
        if let slash = rest.firstIndex(of: "/") { rest = rest[..<slash] }

        var credentials: Redacted<BasicCredentials>?
        if let at = rest.lastIndex(of: "@") {
            let pair = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard let user = QueryString.percentDecoded(pair[0]),
                let password = QueryString.percentDecoded(pair.count == 2 ? pair[1] : "")
            else { throw failure("its user name or password is not percent-encoded correctly") }
            credentials = Redacted(BasicCredentials(user: user, password: password))
            rest = rest[rest.index(after: at)...]
        }

        let host: Substring
        var portText: Substring?
        if rest.first == "[" {
            guard let close = rest.firstIndex(of: "]") else { throw failure("its IPv6 address has no ]") }
            host = rest[rest.index(after: rest.startIndex)..<close]
            let behind = rest[rest.index(after: close)...]
            if !behind.isEmpty {
                guard behind.first == ":" else { throw failure("something stands between its host and its port") }
                portText = behind.dropFirst()
            }
        } else {
            let pair = rest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            host = pair[0]
            if pair.count == 2 { portText = pair[1] }
        }
        guard !host.isEmpty else { throw failure("it names no host") }
        var port = 1080  // curl's default for every kind of proxy
        if let portText {
            guard let number = Int(portText), (1...65535).contains(number) else {
                throw failure("its port is not a number from 1 to 65535")
            }
            port = number
        }

        switch scheme {
        case "http":
            self = .http(host: String(host), port: port, credentials: credentials)
        case "socks5", "socks5h":
            guard credentials == nil else { throw failure("a SOCKS proxy with a user name is not supported") }
            self = .socks(host: String(host), port: port)
        default:
            throw failure("only http, socks5 and socks5h proxies are supported")
        }
    }
}

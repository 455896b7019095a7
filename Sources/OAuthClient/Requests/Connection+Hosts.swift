import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Connection {
    /// Whether a request to `url` may carry this connection's token.
    /// - Parameter base: the base URL with what is kept filled in: where a definition lists no hosts, it is the one.
    /// - Throws: ``OAuthError`` of kind `config` that names the host, the hosts allowed and the field to change.
    func checkMayReceiveToken(_ url: URL, base: URL? = nil) throws(OAuthError) {
        guard let origin = Origin(url) else {
            throw OAuthError(.config, "\(url.withoutSecrets) is not an http or https URL with a host", connection: name)
        }
        let isBase = hosts.entries.isEmpty && baseURL?.hostNames.isEmpty == false && base.flatMap(Origin.init) == origin
        guard isBase || hosts.allows(url) else {
            let allowed = hosts.entries.map(\.text)
            throw OAuthError(
                .config,
                "the token of connection \(name) is not sent to \(origin.scheme)://\(origin.authority): "
                    + (allowed.isEmpty
                        ? baseURL == nil
                            ? "the connection has neither hosts nor a base_url"
                            : "it has no hosts, and base_url is another or not known yet"
                        : "its hosts are \(allowed.joined(separator: ", "))"),
                advice: "Add \"\(origin.authority)\" to the connection's hosts if it is one of this provider's",
                connection: name, url: url.withoutSecrets)
        }
        guard origin.scheme == "https" || origin.isLoopback || allowsPlainHTTP else {
            throw OAuthError(
                .config, "the token of connection \(name) is not sent to \(origin.authority) over plain http",
                advice: "Use https, or set allow_http = true where the network can be trusted", connection: name,
                url: url.withoutSecrets)
        }
    }
}

extension HostAllowList.Entry {
    /// As a definition would write it.
    fileprivate var text: String {
        let name = (isWildcard ? "*." : "") + (host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host)
        switch (scheme, port) {
        case ("https", 443): return name
        case ("http", 80): return "http://\(name)"
        case ("http", _): return "http://\(name):\(port)"
        default: return "\(name):\(port)"
        }
    }
}

import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The proxy variables of the environment, read as curl reads them.
///
/// `https_proxy` (or `HTTPS_PROXY`) for https URLs; `http_proxy` for http ones, in lower case only, because a CGI
/// program finds a request's `Proxy:` header in `HTTP_PROXY`; else `all_proxy` (or `ALL_PROXY`). `no_proxy` (or
/// `NO_PROXY`) exempts hosts. An empty variable counts as not set.
public struct ProxyEnvironment: Sendable, Equatable {
    private let variables: [String: String]
    private let exemptions: ProxyExemptions

    public init(_ environment: [String: String]) {
        let names = [
            "https_proxy", "HTTPS_PROXY", "http_proxy", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY",
        ]
        variables = environment.filter { names.contains($0.key) && !$0.value.isEmpty }
        exemptions = ProxyExemptions(variables["no_proxy"] ?? variables["NO_PROXY"] ?? "")
    }

    /// Directly, whatever the environment says.
    public static let none = ProxyEnvironment([:])

    /// How to reach this URL's host.
    /// - Throws: ``OAuthError`` of kind `config` for a variable that is no proxy; it names the variable, not its value.
    public func choose(for url: URL) throws(OAuthError) -> ProxyChoice {
        guard let origin = Origin(url) else { return .direct }
        let names =
            (origin.scheme == "https" ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]) + [
                "all_proxy", "ALL_PROXY",
            ]
        guard let name = names.first(where: { variables[$0] != nil }), let text = variables[name],
            !exemptions.contain(host: origin.host, port: origin.port)
        else { return .direct }
        return try ProxyChoice(text, variable: name)
    }
}

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The host of the token endpoint where a provider with several data centres names it during the sign-in (Zoho's
/// `accounts-server`): `{name}` for a whole URL, or `https://{name}` for a part of a host name.
///
/// The code and the client's secret go there, and it is the browser that brings the value: so it counts only if the
/// definition's `hosts` allow it.
public struct TokenOrigin: Sendable, Equatable {
    let template: BaseURL

    init?(_ reader: DefinitionReader) throws(OAuthError) {
        guard let text = reader.text("token_origin") else { return nil }
        template = BaseURL(text)
        do throws(DefinitionProblem) {
            _ = try URLPolicy(allowsPlainHTTP: reader.allowsPlainHTTP).url(template.probe)
            try template.checkNames(reader)
            guard reader.has("hosts") else {
                throw DefinitionProblem(
                    "needs a list of hosts", advice: "Name the provider's hosts: hosts = { \"*.provider.example\" }")
            }
        } catch {
            throw error.error(field: "token_origin", connection: reader.connection)
        }
    }

    /// `url` at the host that the sign-in has named; as it is where it has named none.
    /// - Throws: kind `oauth` for a value that is no URL, or none of the hosts.
    func applied(to url: URL, kept: [String: String], connection: Connection) throws(OAuthError) -> URL {
        guard let name = template.names.first, kept[name] != nil else { return url }
        let origin = try template.filled(with: kept, for: connection)
        guard connection.hosts.allows(origin), var parts = URLComponents(url: url, resolvingAgainstBaseURL: true) else {
            throw OAuthError(
                .oauth,
                "the sign-in of '\(connection.name)' names \(origin.withoutSecrets) for its tokens, which is none of its hosts",
                advice: "Add the host to hosts if it is one of this provider's", connection: connection.name)
        }
        parts.scheme = origin.scheme
        parts.encodedHost = origin.host(percentEncoded: true)
        parts.port = origin.port
        return parts.url ?? url
    }
}

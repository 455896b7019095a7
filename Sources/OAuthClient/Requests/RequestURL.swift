import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How a request's URL is made of what the script wrote.
///
/// - `https://host/path`: as it is.
/// - `/path` or `path`: appended to the base URL, below its path: `/users` with the base `https://host/v2` is
///   `https://host/v2/users`. (A browser would drop `/v2`; API documentation is written this way.)
/// - `?query` or an empty string: the base URL itself.
public enum RequestURL {
    /// - Parameters:
    ///   - text: what the script wrote; characters that a URL cannot hold are percent-encoded.
    ///   - query: appended to the query that `text` has, each name and value percent-encoded.
    /// - Throws: ``OAuthError`` of kind `config`.
    public static func make(
        _ text: String, base: URL?, query: [Parameter] = [], connection: String? = nil
    ) throws(OAuthError) -> URL {
        let absolute: String
        if let scheme = scheme(of: text) {
            guard scheme == "https" || scheme == "http" else {
                throw failure("the URL \(shown(text)) is neither http nor https", connection)
            }
            absolute = text
        } else if text.hasPrefix("//") {
            throw failure("the URL \(shown(text)) begins with //, which could mean another host", connection)
        } else if let base {
            absolute = joined(base, text)
        } else {
            throw failure(
                "the URL \(shown(text)) is relative, and "
                    + (connection.map { "the connection \($0) has no base_url" } ?? "there is no connection"),
                connection, advice: connection == nil ? "Write the whole URL" : "Write the whole URL, or set base_url")
        }
        guard let url = URL(string: appended(query, to: absolute)), Origin(url) != nil else {
            throw failure("\(shown(text)) is not a URL", connection)
        }
        return url
    }

    /// Base and relative part with exactly one slash between; the base's own query and fragment are left out.
    private static func joined(_ base: URL, _ text: String) -> String {
        var start = base.absoluteString
        if let end = start.firstIndex(where: { $0 == "?" || $0 == "#" }) { start = String(start[..<end]) }
        if text.isEmpty || text.hasPrefix("?") || text.hasPrefix("#") { return start + text }
        if start.hasSuffix("/") { start.removeLast() }
        return start + (text.hasPrefix("/") ? text : "/" + text)
    }

    private static func appended(_ query: [Parameter], to text: String) -> String {
        guard !query.isEmpty else { return text }
        var head = text[...]
        var fragment: Substring = ""
        if let hash = text.firstIndex(of: "#") {
            head = text[..<hash]
            fragment = text[hash...]
        }
        let separator = !head.contains("?") ? "?" : head.hasSuffix("?") || head.hasSuffix("&") ? "" : "&"
        return head + separator + QueryString.query(query) + fragment
    }

    /// `https` of `HTTPS://…`; nil for a relative URL, one like `items:batch` included.
    private static func scheme(of text: String) -> String? {
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else { return nil }
        let scheme = text[..<colon]
        guard scheme.first?.isLetter == true,
            scheme.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) })
        else { return nil }
        return scheme.lowercased()
    }

    /// For messages: without user information and query, which may hold secrets.
    private static func shown(_ text: String) -> String {
        if let url = URL(string: text) { return url.withoutSecrets }
        return "\"\(text.prefix { $0 != "?" && $0 != "#" })\""
    }

    private static func failure(_ message: String, _ connection: String?, advice: String? = nil) -> OAuthError {
        OAuthError(.config, message, advice: advice, connection: connection)
    }
}

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Which URLs a definition may name.
struct URLPolicy {
    var allowsPlainHTTP: Bool

    /// An absolute http(s) URL without user information (it would end up in logs) and without a fragment
    /// (RFC 6749 §3.1, §3.2).
    func url(_ text: String) throws(DefinitionProblem) -> URL {
        let shown = VisibleText.of(text, limit: 200)
        guard let url = URL(string: text, encodingInvalidCharacters: false), let origin = Origin(url) else {
            if text.contains("@") { throw DefinitionProblem("is not an http or https URL") }
            throw DefinitionProblem(
                "is not an http or https URL: '\(shown)'",
                advice: text.utf8.allSatisfy { $0 < 0x80 }
                    ? "Write it in full, like https://provider.example/path" : "Percent-encode it (host names: xn--…)")
        }
        guard url.user(percentEncoded: true) == nil, url.password(percentEncoded: true) == nil else {
            throw DefinitionProblem("has a user name in the URL", advice: "Leave out what stands before the @")
        }
        guard url.fragment(percentEncoded: true) == nil else {
            throw DefinitionProblem("has a fragment: '\(shown)'", advice: "Leave out what follows the #")
        }
        guard origin.scheme == "https" || origin.isLoopback || allowsPlainHTTP else {
            throw DefinitionProblem(
                "is plain http, where anyone on the way could read the token: '\(shown)'",
                advice: "Use https, or set allow_http = true if you trust every network in between")
        }
        return url
    }
}

extension URL {
    /// Scheme, host, port and path: what may be shown, since user information, query and fragment may hold secrets.
    public var withoutSecrets: String {
        guard let origin = Origin(self) else {
            var parts = URLComponents(url: self, resolvingAgainstBaseURL: true)
            parts?.user = nil
            parts?.password = nil
            parts?.query = nil
            parts?.fragment = nil
            return VisibleText.of(parts?.string ?? "an invalid URL", limit: 500)
        }
        return VisibleText.of(origin.description + path(percentEncoded: true), limit: 500)
    }
}

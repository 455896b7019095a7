#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Connection {
    /// A sign-in's request as the `authorize_url` hook leaves it.
    /// - Throws: as ``hooked(authorizationURL:keeping:)``.
    public func hooked(_ request: AuthorizationRequest) async throws -> AuthorizationRequest {
        var result = request
        result.url = try await hooked(
            authorizationURL: request.url, keeping: ["state", "nonce", "code_challenge", "code_challenge_method"])
        return result
    }

    /// The URL for the browser as the `authorize_url` hook leaves it.
    /// - Parameter names: the parameters that the answer is checked with; the hook must leave their values in the URL.
    /// - Throws: an error of kind `config` where the hook fails, changes what the answer is checked with, or would show a
    ///   secret: the URL stands in the browser, its history and the terminal.
    public func hooked(authorizationURL before: URL, keeping names: [String]) async throws -> URL {
        guard has(.authorizeURL) else { return before }
        let parameters = FormEncoding.decode((before.query(percentEncoded: true) ?? "")[...])
        let base = String(before.absoluteString.prefix { $0 != "?" && $0 != "#" })
        let given = HookValue.table(["url": .string(base), "params": HookValue(open: parameters)])
        guard let answer = try await call(.authorizeURL, [given]) else { return before }
        if answer.holdsSecret {
            throw hookProblem(
                .authorizeURL, "puts a secret into the URL, where browsers and terminals show it",
                advice: "Send it with the token request: hooks.token_request")
        }
        let url: URL?
        do {
            url = try Self.url(of: answer, parameters: parameters, base: base)
        } catch {
            throw hookProblem(.authorizeURL, error.why)
        }
        guard let url, let origin = Origin(url) else {
            throw hookProblem(.authorizeURL, "returned something that is no http or https URL")
        }
        guard origin.scheme == "https" || origin.isLoopback || allowsPlainHTTP else {
            throw hookProblem(
                .authorizeURL, "returned a plain http URL",
                advice: "Use https, or set allow_http = true if you trust every network in between")
        }
        let shown = url.absoluteString
        for name in names {
            // Under another name they may go, and in the fragment, where a provider wants that.
            guard let before = parameters.first(where: { $0.name == name })?.value, !shown.contains(before),
                !shown.contains(FormEncoding.encode(before))
            else { continue }
            throw hookProblem(.authorizeURL, "removed or changed '\(name)', which the answer is checked with")
        }
        return url
    }

    private static func url(of answer: HookValue, parameters: [Parameter], base: String) throws(HookProblem) -> URL? {
        if let text = answer.text { return URL(string: text) }
        guard let fields = answer.table else { throw HookProblem("returned \(answer.kindName), not a table or a URL") }
        for name in fields.keys.sorted() where !["url", "params"].contains(name) {
            throw HookProblem(
                "returned the unknown field '\(VisibleText.of(name, limit: 60))'; it knows url and params")
        }
        guard let text = (fields["url"] ?? .string(base)).text else {
            throw HookProblem("returned a url that is no string")
        }
        let kept = try fields["params"]?.parameters(inOrderOf: parameters, of: "params") ?? parameters
        return URL(string: text)?.replacingQuery(with: kept)
    }
}

extension HookValue {
    /// Parameters that everybody may see.
    fileprivate init(open parameters: [Parameter]) {
        var fields: [String: [HookValue]] = [:]
        for parameter in parameters { fields[parameter.name, default: []].append(.string(parameter.value)) }
        self = .table(fields.mapValues { $0.count == 1 ? $0[0] : .list($0) })
    }
}

extension URL {
    /// A URL of a hook may bring a query and a fragment of its own (a consent page that a script in the page routes).
    fileprivate func replacingQuery(with parameters: [Parameter]) -> URL? {
        guard !parameters.isEmpty else { return self }
        let text = absoluteString
        let fragment = text.firstIndex(of: "#").map { String(text[$0...]) } ?? ""
        guard let merged = merging(parameters) else { return nil }
        return URL(string: merged.absoluteString + fragment)
    }
}

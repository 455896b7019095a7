import HTTPTypes
import OAuthCore

extension APIRequest {
    /// Whether its answer may be taken from a cache and kept in one: a GET without a body that asks for all of a resource, and
    /// whose conditions are not the script's own business.
    public var isCacheable: Bool {
        guard method == "GET", case .none = body, savePath == nil else { return false }
        guard Self.conditions.allSatisfy({ headers[values: $0].isEmpty }) else { return false }
        return !CacheDirectives(headers).has("no-store")
    }

    /// Whether it asks for an answer that the server has confirmed just now (RFC 9111 §5.2.1.4).
    var wantsConfirmation: Bool { CacheDirectives(headers).has("no-cache") }

    /// RFC 9110 §13.1 and §14.2.
    private static let conditions: [HTTPField.Name] = [
        .ifMatch, .ifNoneMatch, .ifModifiedSince, .ifUnmodifiedSince, .ifRange, .range,
    ]

    /// The request that asks whether what is stored still holds. A redirect to another origin drops the conditions: they are
    /// about another server's answer.
    public func revalidating(_ stored: StoredResponse) -> APIRequest {
        var request = self
        for condition in stored.conditions {
            request.headers.append(condition)
            request.sensitiveHeaders.insert(condition.name)
        }
        return request
    }

    /// What its answer is kept under: everything that it says about itself, and that its connection's definition adds. So no
    /// header that an answer could vary by (RFC 9111 §4.1) has another value; what is ours in every request (`User-Agent`,
    /// `Accept-Encoding`) stays the same, and a refreshed token stands for the same login.
    public func cacheKey(for connection: Connection?, profile: String) -> CacheKey {
        var fields = [method, url, followsRedirects ? "follows" : "stays"]
        func add(_ name: String, _ values: [(String, String)]) {
            fields += ["\(name) \(values.count)"] + values.flatMap { [$0.0, $0.1] }
        }
        add("query", query.map { ($0.name, $0.value) })
        add("headers", headers.map { ($0.name.canonicalName, $0.value) }.sorted { $0.0 < $1.0 })
        guard let connection else {
            return CacheKey(owner: .nobody(profile: profile), request: Redacted(fields))
        }
        let own = connection.parameters.headers.given(filling: Placeholders())
        fields.append(connection.baseURL?.template ?? "")
        add("definition", own.sorted { $0.key < $1.key }.map { ($0.key, $0.value.joined(separator: "\n")) })
        return CacheKey(owner: .login(connection.tokenKey(profile: profile)), request: Redacted(fields))
    }
}

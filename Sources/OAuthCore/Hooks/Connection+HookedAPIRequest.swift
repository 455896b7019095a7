import HTTPTypes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A request to the API as the `sign_request` hook sees it.
public struct HookedAPIRequest: Sendable {
    public var method: String
    /// Without the token, wherever that is put.
    public var url: URL
    public var headers: HTTPFields
    /// What is sent, where that is text in memory; up to 1 MB of it is shown to the hook.
    public var body: [UInt8]?
    public var token: Token

    public init(method: String, url: URL, headers: HTTPFields, body: [UInt8]?, token: Token) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.token = token
    }

    /// What the hook made of it.
    public struct Changes: Sendable {
        /// All headers; a secret may be among them.
        public var headers: HTTPFields
        /// To be added to the URL.
        public var query: Redacted<[Parameter]>
    }
}

extension Connection {
    /// What the `sign_request` hook makes of a request; nil where there is none.
    /// - Throws: an error of kind `config` where the hook fails, or changes more than headers and query.
    public func hooked(_ request: HookedAPIRequest) async throws -> HookedAPIRequest.Changes? {
        guard has(.signRequest) else { return nil }
        let given = request.headers.map { Parameter($0.name.rawName, $0.value) }
        let secrets = [request.token.accessToken, request.token.refreshToken, request.token.secret].compactMap { $0 }
        let text = request.body.flatMap { $0.count <= 1 << 20 ? String(validating: $0, as: UTF8.self) : nil }
        let fields: [String: HookValue] = [
            "method": .string(request.method), "url": .string(request.url.absoluteString), "query": .table([:]),
            "headers": HookValue(given, known: knownSecrets + secrets),
        ]
        guard
            let answer = try await call(
                .signRequest, [.table(fields.adding("body", text.map { .string($0) })), request.token.hooked])
        else { return nil }
        do {
            return try request.changes(answer, headers: given)
        } catch {
            throw hookProblem(.signRequest, error.why)
        }
    }
}

extension HookedAPIRequest {
    fileprivate func changes(_ answer: HookValue, headers given: [Parameter]) throws(HookProblem) -> Changes {
        guard let fields = answer.table else { throw HookProblem("returned \(answer.kindName), not a table") }
        for name in fields.keys.sorted() where !["method", "url", "query", "headers", "body"].contains(name) {
            throw HookProblem(
                "returned the unknown field '\(VisibleText.of(name, limit: 60))'; it may set headers and query")
        }
        let text = body.flatMap { $0.count <= 1 << 20 ? String(validating: $0, as: UTF8.self) : nil }
        for (name, before) in [("method", method), ("url", url.absoluteString), ("body", text)] {
            guard let value = fields[name], value.text != before else { continue }
            throw HookProblem("changes the \(name): it may only set headers and add to query")
        }
        var headers = HTTPFields()
        for header in try fields["headers"]?.parameters(inOrderOf: given, of: "headers") ?? given {
            guard let name = HTTPField.Name(header.name), HTTPField.isValidValue(header.value) else {
                throw HookProblem(
                    "returned a header '\(VisibleText.of(header.name, limit: 60))' that HTTP does not allow")
            }
            headers.append(HTTPField(name: name, value: header.value))
        }
        let query = try (fields["query"] ?? .table([:])).parameters(inOrderOf: [], of: "query")
        return Changes(headers: headers, query: Redacted(query))
    }
}

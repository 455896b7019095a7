import HTTPTypes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Connection {
    /// A complete token request as the `token_request` hook leaves it.
    /// - Throws: an error of kind `config` where the hook fails, or sends the request to a place that the definition does
    ///   not name.
    public func hooked(_ request: TokenEndpointRequest) async throws -> TokenEndpointRequest {
        guard has(.tokenRequest) else { return request }
        let headers = request.headers.filter { $0.name != .contentType }.map { Parameter($0.name.rawName, $0.value) }
        let known = knownSecrets
        let given = HookValue.table([
            "kind": .string(request.purpose.rawValue), "url": .string(request.url.absoluteString),
            "method": .string(request.method.rawValue), "format": .string(request.format.rawValue),
            "headers": HookValue(headers, known: known),
            "params": HookValue(request.parameters.reveal(), known: known),
        ])
        guard let answer = try await call(.tokenRequest, [given]) else { return request }
        var result = request
        result.authorization = nil
        result.moreHeaders = Redacted([])
        do {
            try result.take(answer, headers: headers, connection: self)
        } catch {
            throw hookProblem(.tokenRequest, error.why)
        }
        return result
    }

    /// What the `refresh` hook sends in place of the refresh request; nil where it leaves that to the standard.
    /// - Throws: as ``hooked(_:)``.
    public func hookedRefresh(of token: Token) async throws -> TokenEndpointRequest? {
        guard let answer = try await call(.refresh, [token.hooked]) else { return nil }
        guard let url = endpoints.refresh ?? endpoints.token ?? endpoints.authorization else { return nil }
        var request = TokenEndpointRequest(.refresh, url: url, parameters: [])
        request.isComplete = true
        do {
            try request.take(answer, headers: [], connection: self)
        } catch {
            throw hookProblem(.refresh, error.why)
        }
        return request
    }

    /// Secrets that no hook may see, whatever they are called.
    var knownSecrets: [Redacted<String>] {
        [client.secret, inputs.password, inputs.refreshToken, inputs.assertion].compactMap { $0 }
            + parameters.secrets
    }

    /// Where token requests may go: to the hosts of the definition's own URLs, and to those that it lists.
    func mayReceiveTokenRequests(_ url: URL) -> Bool {
        let own = [
            endpoints.token, endpoints.refresh, endpoints.authorization, endpoints.deviceAuthorization,
            endpoints.revocation, endpoints.introspection, endpoints.pushedAuthorization, baseURL?.url,
        ]
        guard let origin = Origin(url) else { return false }
        return own.contains { $0.flatMap(Origin.init) == origin } || hosts.allows(url)
    }
}

extension TokenEndpointRequest {
    /// Takes over what a hook returned.
    mutating func take(_ value: HookValue, headers given: [Parameter], connection: Connection) throws(HookProblem) {
        guard let fields = value.table else { throw HookProblem("returned \(value.kindName), not a table") }
        for name in fields.keys.sorted() where !Self.hookFields.contains(name) {
            let advice = NearestName.of(name, in: Self.hookFields).map { "; did you mean '\($0)'?" } ?? ""
            throw HookProblem("returned the unknown field '\(VisibleText.of(name, limit: 60))'\(advice)")
        }
        if let url = fields["url"] { self.url = try Self.url(url, now: self.url, connection) }
        if let text = fields["method"] {
            guard let method = text.text.flatMap({ RequestMethod(rawValue: $0.uppercased()) }) else {
                throw HookProblem("returned a method that is neither POST nor GET")
            }
            self.method = method
        }
        if let text = fields["format"] {
            guard let format = text.text.flatMap(BodyFormat.init) else {
                throw HookProblem("returned a format that is neither form, json nor query")
            }
            self.format = format
        }
        if let params = fields["params"] {
            parameters = Redacted(try params.parameters(inOrderOf: parameters.reveal(), of: "params"))
        }
        if let headers = fields["headers"] {
            let headers = try headers.parameters(inOrderOf: given, of: "headers")
            for header in headers where HTTPField.Name(header.name) == nil || !HTTPField.isValidValue(header.value) {
                throw HookProblem(
                    "returned a header '\(VisibleText.of(header.name, limit: 60))' that HTTP does not allow")
            }
            moreHeaders = Redacted(headers)
        }
    }

    private static let hookFields = ["kind", "url", "method", "format", "headers", "params"]

    private static func url(_ value: HookValue, now: URL, _ connection: Connection) throws(HookProblem) -> URL {
        guard let text = value.text else {
            throw HookProblem("returned \(value.kindName) as url: what is secret belongs into params or headers")
        }
        if text == now.absoluteString { return now }
        let url: URL
        do { url = try URLPolicy(allowsPlainHTTP: connection.allowsPlainHTTP).url(text) } catch {
            throw HookProblem("returned a url that \(error.why)")
        }
        guard connection.mayReceiveTokenRequests(url) else {
            throw HookProblem(
                "sends tokens to \(url.withoutSecrets), which the definition does not name: add the host to hosts")
        }
        return url
    }
}

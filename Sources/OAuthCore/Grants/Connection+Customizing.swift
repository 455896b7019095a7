import HTTPTypes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Connection {
    /// A token request with what the definition changes: parameters, their names, headers, the method and the host.
    /// - Throws: as ``TokenOrigin/applied(to:kept:connection:)``.
    func customized(_ draft: TokenEndpointRequest) throws(OAuthError) -> TokenEndpointRequest {
        var request = draft.withHeaders(of: self)
        request.parameters = draft.parameters.map { given in
            parameters.renamed(draft.overrides.applied(to: given, filling: draft.placeholders(client, given)))
        }
        request.literals = Set(draft.overrides.literals.map { parameters.names[$0] ?? $0 })
        request.plusNames = plusNames
        switch draft.purpose {
        case .code, .grant, .device: request.method = endpoints.tokenMethod
        case .refresh, .deviceAuthorization, .pushedAuthorization, .revocation, .introspection: break
        }
        if let origin = endpoints.tokenOrigin {
            request.url = try origin.applied(to: draft.url, kept: draft.allKept, connection: self)
        }
        return request
    }
}

extension Connection {
    /// The parameters in whose values a plus is written as it is.
    var plusNames: Set<String> { parameters.scopeSeparator == "+" ? [parameters.names["scope"] ?? "scope"] : [] }
}

extension ParameterSettings {
    /// Under the provider's own names.
    func renamed(_ parameters: [Parameter]) -> [Parameter] {
        parameters.map { Parameter(names[$0.name] ?? $0.name, $0.value) }
    }

    /// The opposite of ``renamed(_:)``, for what is completed and renamed once more.
    func underStandardNames(_ parameters: [Parameter]) -> [Parameter] {
        parameters.map { given in Parameter(names.first { $0.value == given.name }?.key ?? given.name, given.value) }
    }
}

extension TokenEndpointRequest {
    /// Kept values, those of this sign-in before those of the token.
    fileprivate var allKept: [String: String] { (token?.kept ?? [:]).merging(kept) { $1 } }

    fileprivate func placeholders(_ client: Client, _ parameters: [Parameter] = []) -> Placeholders {
        Placeholders(parameters, client: client, token: token, kept: allKept)
    }

    /// Whether a header for the API has a value that comes with the sign-in, and is not there yet.
    private func awaitsSignIn(_ header: String, _ connection: Connection) -> Bool {
        let kept = allKept
        let others: Set<String> = ["client_id", "client_secret", "access_token", "refresh_token"]
        return (connection.parameters.headers.values[header] ?? []).flatMap(Placeholders.names).contains { name in
            kept[name] == nil
                && (connection.response.kept[name] != nil || connection.has(.afterLogin) && !others.contains(name))
        }
    }

    /// With the definition's `headers`, but for those that tell of bodies, and its `token_headers`, which win. A header that
    /// is there already stays.
    func withHeaders(of connection: Connection) -> TokenEndpointRequest {
        var request = self
        let placeholders = placeholders(connection.client)
        var given = connection.parameters.headers.given(filling: placeholders)
            .filter { !["accept", "content-type"].contains($0.key.lowercased()) && !awaitsSignIn($0.key, connection) }
        for (name, values) in connection.parameters.tokenHeaders.given(filling: placeholders) {
            given = given.filter { $0.key.lowercased() != name.lowercased() }
            given[name] = values
        }
        let present = Set(moreHeaders.reveal().map { $0.name.lowercased() })
        for (name, values) in given.sorted(by: { $0.key < $1.key }) where !present.contains(name.lowercased()) {
            if values.isEmpty, let name = HTTPField.Name(name) { request.omittedHeaders.insert(name) }
            request.moreHeaders = request.moreHeaders.map { $0 + values.map { Parameter(name, $0) } }
        }
        return request
    }
}

import LuaHost
import OAuthClient
import OAuthCore

/// What a provider says about the person and the token.
extension OAuthHost {
    /// `conn:claims()`
    func claims(_ arguments: Arguments) async throws -> LuaValue {
        let connection = try connections.connection(arguments.handle(0))
        return LuaValue(try await signedIn(connection) { try await services.tokens.claims(for: connection) })
    }

    /// `conn:userinfo()`
    func userinfo(_ arguments: Arguments) async throws -> LuaValue {
        let connection = try connections.connection(arguments.handle(0))
        return LuaValue(
            try await signedIn(connection) {
                try await services.tokens.userinfo(for: connection, client: services.client)
            })
    }

    /// `conn:introspect()`
    func introspect(_ arguments: Arguments) async throws -> LuaValue {
        let connection = try connections.connection(arguments.handle(0))
        return LuaValue(try await signedIn(connection) { try await services.tokens.introspect(connection) })
    }

    /// `conn:logout_url(parameters)`
    func logoutURL(_ arguments: Arguments) async throws -> LuaValue {
        let connection = try connections.connection(arguments.handle(0))
        var parameters: [Parameter] = []
        for (name, value) in arguments.fields(1).sorted(by: { $0.key < $1.key }) {
            guard let text = value.validText else {
                throw OAuthError(.config, "conn:logout_url: the parameter \(name) must be a string")
            }
            parameters.append(Parameter(name, text))
        }
        return .text(try await services.tokens.logoutURL(for: connection, parameters).absoluteString)
    }

    /// A second try after the person has signed in, where only that can help.
    private func signedIn(
        _ connection: Connection, _ body: () async throws -> JSONValue
    ) async throws -> JSONValue {
        do {
            return try await body()
        } catch let error as OAuthError where error.kind == .authorizationRequired && error.status == nil {
            try await services.signIn(connection, error)
            return try await body()
        }
    }
}

extension LuaValue {
    public init(_ value: JSONValue) {
        switch value {
        case .null: self = .null
        case .boolean(let value): self = .boolean(value)
        case .integer(let value): self = .integer(value)
        case .number(let value): self = .number(value)
        case .string(let text): self = .text(text)
        case .array(let items): self = .list(items.map(LuaValue.init))
        case .object(let fields): self = .table(fields.mapValues(LuaValue.init))
        }
    }
}

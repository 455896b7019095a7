#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A connection as a script wrote it, checked in everything but its secrets, which are read when it is first used.
public struct ConnectionDefinition: Sendable {
    public let name: String
    private let draft: Connection
    private let clientID: SecretText
    private let clientSecret: SecretText?
    private let refreshToken: SecretText?

    /// Checks every field against ``ConnectionSchema``.
    /// - Throws: an error of kind `config` that names the connection and the field, and for an unknown field the nearest
    ///   known one.
    public init(_ fields: [String: DefinitionValue]) throws(OAuthError) {
        let name = try Self.checkedName(fields["name"])
        for (field, value) in fields.sorted(by: { $0.key < $1.key }) {
            guard let known = ConnectionSchema.byName[field] else {
                throw .unknownField(field, connection: name)
            }
            do { try known.check(value) } catch { throw error.error(field: field, connection: name) }
        }
        let reader = DefinitionReader(connection: name, fields: fields)
        guard let clientID = reader.secretText("client_id") else {
            throw .missingField(
                "client_id", connection: name, advice: "Write the one that the provider gave to your application")
        }
        self.name = name
        self.clientID = clientID
        clientSecret = reader.secretText("client_secret")
        refreshToken = reader.secretText("refresh_token")
        draft = try Self.draft(reader)
    }

    /// The connection with its secrets read.
    /// - Throws: an error of kind `config` naming a secret that is not set and how to set it; what `secrets` throws.
    public func connection(secrets: some SecretSource) throws -> Connection {
        func read(_ text: SecretText, field: String) throws -> Redacted<String> {
            switch text {
            case .literal(let value): return value
            case .named(let secret):
                guard let value = try secrets.secret(named: secret), !value.reveal().isEmpty else {
                    throw OAuthError.missingSecret(secret, field: field, connection: name)
                }
                return value
            }
        }
        var connection = draft
        connection.clientID = try read(clientID, field: "client_id").reveal()
        if connection.clientID.isEmpty {
            throw OAuthError.missingField("client_id", connection: name, advice: "It is an empty string now")
        }
        if connection.clientAuthentication != .none {
            connection.clientSecret = try clientSecret.map { try read($0, field: "client_secret") }
        }
        connection.givenRefreshToken = try refreshToken.map { try read($0, field: "refresh_token") }
        return connection
    }
}

extension ConnectionDefinition {
    private static func checkedName(_ value: DefinitionValue?) throws(OAuthError) -> String {
        guard case .string(let name) = value else {
            throw OAuthError(
                .config,
                value.map { "a connection's name is a string, not \($0.kindName)" } ?? "a connection has no name",
                advice: "Write name = \"…\": commands and the token store know the connection by it")
        }
        let isClean = name.unicodeScalars.allSatisfy {
            !VisibleText.isHidden($0) && !"#/\\".unicodeScalars.contains($0)
        }
        guard !name.isEmpty, name.utf8.count <= 100, isClean, !name.hasPrefix("-"),
            name.first?.isWhitespace == false, name.last?.isWhitespace == false
        else {
            throw OAuthError(
                .config, "'\(VisibleText.of(name, limit: 60))' cannot be the name of a connection",
                advice: "A name has 1 to 100 bytes, without #, / and \\, and does not begin with a hyphen")
        }
        return name
    }

    /// Everything but the secrets.
    private static func draft(_ reader: DefinitionReader) throws(OAuthError) -> Connection {
        let name = reader.connection
        let allowsPlainHTTP = reader.flag("allow_http", default: false)
        let grant = reader.choice("grant") ?? Grant.authorizationCode
        let authorizationURL = try reader.url("authorization_url", allowsPlainHTTP: allowsPlainHTTP)
        let baseURL = try reader.url("base_url", allowsPlainHTTP: allowsPlainHTTP)
        guard let tokenURL = try reader.url("token_url", allowsPlainHTTP: allowsPlainHTTP) else {
            throw .missingField("token_url", connection: name, advice: "Write the provider's token endpoint")
        }
        if grant == .authorizationCode, authorizationURL == nil {
            throw .missingField(
                "authorization_url", connection: name, advice: "Write the URL where the provider signs people in")
        }
        if grant == .refreshToken, reader.secretText("refresh_token") == nil {
            throw .missingField(
                "refresh_token", connection: name, advice: "grant = 'refresh_token' begins with one that you have")
        }
        return Connection(
            name: name, grant: grant, authorizationURL: authorizationURL, tokenURL: tokenURL,
            revocationURL: try reader.url("revocation_url", allowsPlainHTTP: allowsPlainHTTP),
            introspectionURL: try reader.url("introspection_url", allowsPlainHTTP: allowsPlainHTTP),
            userinfoURL: try reader.url("userinfo_url", allowsPlainHTTP: allowsPlainHTTP),
            issuer: reader.text("issuer"), clientID: "", clientSecret: nil,
            clientAuthentication: try clientAuthentication(reader),
            basicEncoding: reader.choice("basic_encoding") ?? .form, givenRefreshToken: nil,
            scope: reader.words("scope") ?? [], accessType: reader.text("access_type"),
            usesPKCE: reader.flag("pkce", default: true), redirectURI: try redirectURI(reader, allowsPlainHTTP),
            authorizeParameters: reader.overrides("authorize_params"),
            tokenParameters: reader.overrides("token_params"), refreshParameters: reader.overrides("refresh_params"),
            baseURL: baseURL, hosts: try hosts(reader, baseURL: baseURL, allowsPlainHTTP),
            allowsPlainHTTP: allowsPlainHTTP, refreshMargin: reader.duration("refresh_margin") ?? .seconds(60))
    }

    private static func clientAuthentication(_ reader: DefinitionReader) throws(OAuthError) -> ClientAuthentication {
        let hasSecret = reader.secretText("client_secret") != nil
        let method: ClientAuthentication = reader.choice("client_auth") ?? (hasSecret ? .basic : .none)
        if method != .none, !hasSecret {
            throw .missingField(
                "client_secret", connection: reader.connection,
                advice: "client_auth = '\(method.rawValue)' sends one; a public client has client_auth = 'none'")
        }
        return method
    }

    private static func redirectURI(
        _ reader: DefinitionReader, _ allowsPlainHTTP: Bool
    ) throws(OAuthError) -> RedirectURI {
        guard let text = reader.text("redirect_uri") else { return .standard }
        do {
            return try RedirectURI(parsing: text, allowsPlainHTTP: allowsPlainHTTP)
        } catch {
            throw error.error(field: "redirect_uri", connection: reader.connection)
        }
    }

    private static func hosts(
        _ reader: DefinitionReader, baseURL: URL?, _ allowsPlainHTTP: Bool
    ) throws(OAuthError) -> HostAllowList {
        guard let texts = reader.words("hosts") else {
            return baseURL.flatMap(Origin.init).map(HostAllowList.init) ?? HostAllowList(entries: [])
        }
        do {
            return try HostAllowList(parsing: texts, allowsPlainHTTP: allowsPlainHTTP)
        } catch {
            throw error.error(field: "hosts", connection: reader.connection)
        }
    }
}

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A connection as a script wrote it, checked in everything but its secrets, which are read when it is first used.
public struct ConnectionDefinition: Sendable {
    public let name: String
    /// The hooks that the definition brings; their functions stay in Lua.
    public let hookPoints: Set<HookPoint>
    private let draft: Connection
    /// Where relative paths of secrets begin: the folder of the file that holds the definition.
    private let folder: String
    private let clientID: SecretText?
    private let secrets: [(slot: SecretSlot, text: SecretText)]

    /// Checks every field against ``ConnectionSchema``.
    /// - Throws: an error of kind `config` that names the connection and the field, and for an unknown field the nearest
    ///   known one.
    /// - Parameters:
    ///   - folder: where relative paths begin; empty for the working directory.
    ///   - preset: which preset the fields are put over, all that it brings being among them.
    public init(
        _ fields: [String: DefinitionValue], folder: String = "", preset: PresetMark? = nil
    ) throws(OAuthError) {
        let name = try ConnectionName.checked(fields["name"])
        for (field, value) in fields.sorted(by: { $0.key < $1.key }) {
            guard let known = ConnectionSchema.byName[field] else {
                throw .unknownField(field, connection: name)
            }
            do { try known.check(value) } catch { throw error.error(field: field, connection: name) }
        }
        let reader = DefinitionReader(connection: name, fields: fields)
        self.name = name
        self.folder = folder
        hookPoints = Set((reader.words("hooks") ?? []).compactMap(HookPoint.init(rawValue:)))
        clientID = reader.secretText("client_id")
        secrets = SecretSlot.all.compactMap { slot in reader.secretText(slot.field).map { (slot, $0) } }
        var draft = try Connection(reader)
        try draft.checkGrant(reader)
        draft.preset = preset
        self.draft = draft
    }

    /// Whether a value of this name may be kept with the connection's token; an `after_login` hook keeps any name.
    public func keeps(_ value: String) -> Bool {
        draft.response.kept[value] != nil || hookPoints.contains(.afterLogin)
    }

    /// The connection with its secrets read.
    /// - Parameter hooks: calls the definition's hooks; nil where it has none.
    /// - Throws: an error of kind `config` naming a secret that is not set and how to set it; what `secrets` throws.
    public func connection(
        secrets source: some SecretSource, hooks: (any HookCalling)? = nil
    ) throws -> Connection {
        var connection = draft
        if let clientID {
            connection.client.id = try read(clientID, field: "client_id", from: source).reveal()
            if connection.client.id.isEmpty {
                throw OAuthError.missingField("client_id", connection: name, advice: "It is an empty string now")
            }
        }
        for (slot, text) in secrets where slot.isNeeded(connection) {
            connection[keyPath: slot.path] = try read(text, field: slot.field, from: source)
        }
        try connection.readServiceAccount()
        let files = secrets.filter { $0.text.isFile && $0.slot.isNeeded(draft) }
        if !files.isEmpty {
            connection.readFilesAgain = { connection in
                var connection = connection
                for (slot, text) in files {
                    connection[keyPath: slot.path] = try read(text, field: slot.field, from: source)
                }
                return connection
            }
        }
        try connection.parameters.readSecrets { try read(.named($0), field: $1, from: source) }
        if let hooks, !hookPoints.isEmpty { connection.hooks = ConnectionHooks(points: hookPoints, caller: hooks) }
        return connection
    }

    private func read(
        _ text: SecretText, field: String, from source: some SecretSource
    ) throws -> Redacted<String> {
        switch text {
        case .literal(let value): return value
        case .file(let path):
            let isRelative = !path.hasPrefix("/") && !path.hasPrefix("~/") && !folder.isEmpty
            return try source.contents(
                ofFile: isRelative ? "\(folder)/\(path)" : path, field: field, connection: name)
        case .named(let secret):
            guard let value = try source.secret(named: secret), !value.reveal().isEmpty else {
                throw OAuthError.missingSecret(secret, field: field, connection: name)
            }
            return value
        }
    }
}

/// A field that holds a secret, and where it goes.
struct SecretSlot: Sendable {
    var field: String
    var path: WritableKeyPath<Connection, Redacted<String>?> & Sendable

    /// A public client's secret is not even looked for.
    func isNeeded(_ connection: Connection) -> Bool {
        field != "client_secret" || connection.client.authentication != .none || connection.grant == .oauth1
    }

    static let all: [SecretSlot] = [
        SecretSlot(field: "client_secret", path: \.client.secret),
        SecretSlot(field: "private_key", path: \.client.privateKey),
        SecretSlot(field: "client_certificate", path: \.client.certificate),
        SecretSlot(field: "client_certificate_key", path: \.client.certificateKey),
        SecretSlot(field: "initial_access_token", path: \.client.initialAccessToken),
        SecretSlot(field: "redirect_certificate", path: \.signIn.redirectCertificate),
        SecretSlot(field: "redirect_certificate_key", path: \.signIn.redirectCertificateKey),
        SecretSlot(field: "username", path: \.inputs.username),
        SecretSlot(field: "password", path: \.inputs.password),
        SecretSlot(field: "refresh_token", path: \.inputs.refreshToken),
        SecretSlot(field: "assertion", path: \.inputs.assertion),
        SecretSlot(field: "service_account", path: \.inputs.serviceAccount),
        SecretSlot(field: "subject_token", path: \.inputs.subjectToken),
        SecretSlot(field: "actor_token", path: \.inputs.actorToken),
        SecretSlot(field: "token", path: \.oauth1.token),
        SecretSlot(field: "token_secret", path: \.oauth1.tokenSecret),
    ]
}

extension Preset {
    /// A definition put over this preset: the fields of a connection, with nothing left of the preset but what they say.
    /// - Parameter fields: as the script wrote them; `preset` does not count any more.
    /// - Throws: ``OAuthError`` of kind `config` for a variable that is missing or wrong, and for an unknown field.
    public func definition(
        under fields: [String: DefinitionValue]
    ) throws(OAuthError) -> [String: DefinitionValue] {
        let connection = fields["name"]?.text ?? id
        var given = fields.filter { variables[$0.key] == nil }
        given["preset"] = nil
        try checkNames(of: given, connection: connection)
        let own = PresetTable(given.filter { $0.key != "name" })
        var merged = PresetTable.merge(own.values, own.removed, over: self.fields)
        merged["name"] = fields["name"] ?? .string(id)
        try checkClientID(merged, connection: connection)
        dropProofWithoutSecret(&merged, given: own.values)
        let filling = try filling(with: fields, connection: connection)
        for (name, value) in merged {
            do { merged[name] = try filling.filled(name, value) } catch {
                throw error.error(field: name, connection: connection)
            }
        }
        addBaseHost(&merged, given: own)
        return merged
    }

    private func checkNames(of given: [String: DefinitionValue], connection: String) throws(OAuthError) {
        for name in given.keys.sorted() where ConnectionSchema.byName[name] == nil {
            let nearest = NearestName.of(name, in: variables.keys.sorted() + ConnectionSchema.fields.map(\.name))
            throw .definition(
                connection, "unknown field '\(VisibleText.of(name, limit: 60))' in connection '\(connection)'",
                advice: nearest.map { "Did you mean '\($0)'?" }
                    ?? "Preset '\(id)' has these of its own: \(variables.keys.sorted().joined(separator: ", "))")
        }
    }

    /// Where a client id is missing, the preset knows where one is made.
    private func checkClientID(_ merged: [String: DefinitionValue], connection: String) throws(OAuthError) {
        let grants = [Grant.authorizationCode, .deviceCode, .oauth1].map(\.name)
        guard let consoleURL, merged["client_id"] == nil, merged["client_registration"] == nil,
            grants.contains(merged["grant"]?.text ?? grant)
        else { return }
        throw .missingField(
            "client_id", connection: connection, advice: "Make one at \(consoleURL): see `oauthlua presets show \(id)`")
    }

    /// A public client proves nothing, whatever confidential ones do there.
    private func dropProofWithoutSecret(
        _ merged: inout [String: DefinitionValue], given: [String: DefinitionValue]
    ) {
        guard given["client_auth"] == nil, merged["client_secret"] == nil,
            let method = merged["client_auth"]?.text.flatMap(ClientAuthentication.init(rawValue:)), method.needsSecret
        else { return }
        merged["client_auth"] = nil
    }

    /// A base URL of the definition's own is a place that it wants its token to go to.
    private func addBaseHost(_ merged: inout [String: DefinitionValue], given: PresetTable) {
        guard given.values["base_url"] != nil, given.values["hosts"] == nil, !given.removed.contains("hosts"),
            let hosts = merged["hosts"]?.texts, let origin = merged["base_url"]?.text.map(BaseURL.init)?.origin
        else { return }
        let name = origin.host.contains(":") ? "[\(origin.host)]" : origin.host
        let isUsual = origin.port == (origin.scheme == "https" ? 443 : 80)
        merged["hosts"] = .list((hosts + [isUsual ? name : "\(name):\(origin.port)"]).map { .string($0) })
    }

    private func filling(
        with fields: [String: DefinitionValue], connection: String
    ) throws(OAuthError) -> PresetFilling {
        var filling = PresetFilling(values: [:], secrets: [:])
        for (name, variable) in variables.sorted(by: { $0.key < $1.key }) {
            switch fields[name] {
            case nil, .boolean(false)?:
                if let standard = variable.standard {
                    filling.values[name] = standard
                } else if !variable.isLearned {
                    throw .missingVariable(name, variable, preset: id, connection: connection)
                }
            case .secret(let secret)? where variable.isSecret: filling.secrets[name] = secret
            case .string(let text)?: filling.values[name] = try checked(text, name, variable, connection)
            case .integer(let number)?:
                filling.values[name] = try checked(String(number), name, variable, connection)
            case let value?:
                throw .definition(
                    connection, "field '\(name)' of connection '\(connection)' takes a string, not \(value.kindName)",
                    advice: "It is \(variable.description)")
            }
        }
        return filling
    }

    private func checked(
        _ text: String, _ name: String, _ variable: PresetVariable, _ connection: String
    ) throws(OAuthError) -> String {
        do { try variable.check(text) } catch { throw error.error(field: name, connection: connection) }
        return text
    }
}

extension OAuthError {
    fileprivate static func missingVariable(
        _ name: String, _ variable: PresetVariable, preset: String, connection: String
    ) -> OAuthError {
        .definition(
            connection, "connection '\(connection)' has no \(name), which its preset '\(preset)' needs",
            advice: "Write \(name) = \(variable.isSecret ? "secret \"NAME\"" : "\"…\""): \(variable.description)"
                + (variable.choices.isEmpty ? "" : " (\(variable.choices.joined(separator: ", ")))"))
    }
}

import LuaHost
import OAuthCore
import OAuthLua
import Output

#if canImport(Glibc)
    import Glibc
#endif

/// The commands that need no value of Lua's.
extension Repl {
    func perform(_ command: String, _ argument: String, in session: InteractiveSession) async throws -> Bool {
        switch command {
        case "help": try help(argument)
        case "curl": try curl(session)
        case "save": try save(argument)
        case "connections": try await showConnections(session.connections)
        default: return false
        }
        return true
    }

    private func help(_ name: String) throws {
        let text = HelpText(width: console.outputWidth ?? 100, isStyled: isStyled)
        let index = HelpIndex(InteractiveSession.annotations)
        if name.hasPrefix(":") || name.isEmpty { return try console.writeOutput(Array(text.overview(index).utf8)) }
        let pages = try index.checked(name).map { text.page($0, in: index) }
        try console.writeOutput(Array(pages.joined(separator: "\n").utf8))
    }

    private func curl(_ interactive: InteractiveSession) throws {
        guard let sent = interactive.lastRequest else {
            throw OAuthError(.config, "no request was sent yet", advice: "Send one: http.get(\"https://…\")")
        }
        let connection = try sent.connection?.connection(secrets: session.secrets)
        let isBearer = connection.map { $0.placement == .bearer && !$0.usesDPoP && $0.grant != .oauth1 } ?? true
        let line = CurlLine(
            sent.request, base: connection?.baseURL?.template, target: sent.connection.map(target), isBearer: isBearer)
        try console.writeOutput(Array((session.registry.scrub(line.text) + "\n").utf8))
        for note in line.notes { console.note(note) }
        if let entry = sent.connection, !entry.isShared, script == nil, state.withLock({ $0.savedPath == nil }) {
            console.note(
                "SCRIPT.lua stands for a script that defines '\(entry.definition.name)': :save FILE.lua makes one")
        }
    }

    /// What other commands are to be given for a connection.
    private func target(_ entry: ConnectionTable.Entry) -> String {
        if entry.isShared { return entry.definition.name }
        let file = state.withLock(\.savedPath) ?? script ?? "SCRIPT.lua"
        return "\(file)#\(entry.definition.name)"
    }

    private func save(_ path: String) throws {
        guard !path.isEmpty else { throw OAuthError(.config, "which file?", advice: "Write :save FILE.lua") }
        let (records, saved) = state.withLock { ($0.records, $0.savedPath) }
        let script = SessionScript(records)
        guard !script.isEmpty else { throw OAuthError(.config, "nothing worked in this session yet") }
        guard access(path, F_OK) != 0 || saved == path else {
            throw OAuthError(.config, "\(VisibleText.of(path)) is there already", advice: "Choose another name")
        }
        let text = "-- A session of oauthlua repl: what worked, in its order.\n" + script.text
        do {
            let file = try OutputFile(path: path)
            try file.write(Array(text.utf8))
            try file.commit()
        } catch let error as OutputFailure {
            throw OAuthError(error)
        }
        state.withLock { $0.savedPath = path }
        console.note("saved to \(path): oauthlua run \(ShellWord.quote(path))")
        if SecretLiterals.areIn(text) || session.registry.scrub(text) != text {
            chmod(path, 0o600)
            console.warn(
                "a secret seems to be written out in \(path)",
                hint: "Keep it in the store (oauthlua secret set NAME) and write secret \"NAME\"")
        }
    }

    /// Of several definitions with one name, the last counts.
    private func showConnections(_ entries: [ConnectionTable.Entry]) async throws {
        var rows: [LuaValue] = []
        for (index, entry) in entries.enumerated() {
            let name = entry.definition.name
            guard !entries[(index + 1)...].contains(where: { $0.definition.name == name }) else { continue }
            var fields: [String: LuaValue] = ["connection": .text(name), "state": "unusable"]
            do {
                let connection = try entry.connection(secrets: session.secrets)
                let status = try await session.tokens.status(for: connection)
                fields = StatusRow(status, provider: connection.tokenKey(profile: "").provider).value.table ?? fields
            } catch let error as OAuthError {
                fields["note"] = .text(error.message)
            }
            fields["from"] = .text(entry.isShared ? "connections.lua" : "session")
            rows.append(.table(fields))
        }
        guard !rows.isEmpty else { return console.note("no connection is defined") }
        let shape = RowShape(
            name: "connections", columns: ["from"] + StatusRow.columns(of: rows).filter { $0 != "profile" })
        try await console.print(ScriptResult(.list(rows), shape: shape), as: OutputSettings(target: .document(.table)))
        for note in rows.compactMap({ $0["note"]?.text }) { console.note(note) }
    }
}

extension OAuthError {
    /// As Lua is told of it.
    init(_ failure: OutputFailure) {
        self.init(.config, "cannot write \(VisibleText.of(failure.path)): \(String(cString: strerror(failure.code)))")
    }
}

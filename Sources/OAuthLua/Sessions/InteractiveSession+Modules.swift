import LuaHost

extension InteractiveSession {
    private static let main = "oauthlua.session"

    /// The module is global so that this chunk finds it; then no script does.
    static let start = Array(
        """
        local run = require "\(main)"
        _G["\(main)"], package.loaded["\(main)"] = nil, nil
        return run()
        """.utf8)

    static let modules: [LuaModule] = [
        LuaModule(name: main, source: PackageResources.repl_lua, isGlobal: true),
        LuaModule(name: "repl.chunks", source: PackageResources.chunks_lua, isGlobal: false),
        LuaModule(name: "repl.commands", source: PackageResources.commands_lua, isGlobal: false),
        LuaModule(name: "repl.report", source: PackageResources.report_lua, isGlobal: false),
        LuaModule(name: "repl.show", source: PackageResources.show_lua, isGlobal: false),
        LuaModule(name: "repl.words", source: PackageResources.words_lua, isGlobal: false),
    ]

    /// What is a global before anybody has named it. `json` and its like are there from the start.
    static let moduleNames: [String] = Modules.all.filter(\.isGlobal).map(\.name) + ["require", "task"]

    static func functions(person: some SessionPerson, questions: SessionQuestions) -> [SyncFunction] {
        let start = ContinuousClock.now
        return [
            SyncFunction("repl.globals") { arguments in
                [.string(person.sharingLocals(arguments.first?.bytes ?? []))]
            },
            SyncFunction("repl.clock") { _ in
                let parts = (ContinuousClock.now - start).components
                return [.number(Double(parts.seconds) + Double(parts.attoseconds) / 1e18)]
            },
            SyncFunction("repl.answer") { arguments in
                if let id = arguments.first?.integer { questions.answer(id, arguments.dropFirst().first ?? .nil) }
                return []
            },
        ]
    }

    /// The annotated API, for `:help`.
    public static var annotations: [UInt8] { PackageResources.oauthlua_d_lua }
}

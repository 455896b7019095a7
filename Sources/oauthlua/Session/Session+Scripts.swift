import LuaHost
import OAuthClient
import OAuthCore
import OAuthLua

#if canImport(Glibc)
    import Glibc
#endif

extension Session {
    /// What runs a script for its result.
    /// - Parameters:
    ///   - memory: what the script keeps between its runs; nil for one that is no file.
    ///   - rows: where rows go while the script runs; nil collects them.
    ///   - output: where the script's own `print` goes.
    func runner(
        arguments: [String] = [], memory: ScriptMemory? = nil, settings: RunSettings = RunSettings(),
        rows: (any RowSink)? = nil, output: ScriptOutput = .process
    ) -> ScriptRunner {
        var services = self.services
        services.cache = settings.usesCache ? vault : nil
        services.state = memory
        services.isFull = settings.isFull
        services.rows = rows
        if let line = console.progress { services.progress = { line.report($0) } }
        var inputs = self.inputs(arguments)
        inputs.output = output
        return ScriptRunner(services: services, inputs: inputs, limits: limits)
    }

    /// A session at the prompt.
    /// - Parameters:
    ///   - settings: in the folder of its script, `require` looks for modules.
    ///   - asking: surrounds what asks the person something.
    func interactive(
        person: some SessionPerson, settings: SessionSettings, output: ScriptOutput,
        asking: @escaping @Sendable (() async throws -> Void) async throws -> Void
    ) -> InteractiveSession {
        var services = self.services
        services.cache = vault
        let signIn = services.signIn
        services.signIn = { connection, reason in try await asking { try await signIn(connection, reason) } }
        if let line = console.progress { services.progress = { line.report($0) } }
        var inputs = self.inputs([])
        inputs.output = output
        if let script = settings.script, let slash = script.lastIndex(of: "/") {
            inputs.modulePath = [slash == script.startIndex ? "/" : String(script[..<slash])]
        }
        return InteractiveSession(
            person: person, settings: settings, services: services, inputs: inputs, limits: limits)
    }

    /// What the script at this path keeps between its runs; nil for standard input.
    func memory(ofScript path: String) -> ScriptMemory? {
        path == "-" ? nil : ScriptMemory(vault: vault, script: path, profile: options.profile)
    }

    /// Answers to a connection's requests, for commands that send some.
    var cache: ResponseCache {
        let console = console
        return ResponseCache(store: vault, profile: options.profile, log: { console.log($0, $1) })
    }

    /// The connections that a target names, checked, their secrets read.
    func connections(of target: Target) async throws -> [Connection] {
        let file: ScriptFile
        switch target.source {
        case .script(let path): file = try ScriptFile(path: path)
        case .shared:
            guard let shared = try connectionsFile() else {
                throw OAuthError(
                    .config, "there is no \(connectionsPath) to find '\(target.name ?? "")' in",
                    advice: "Name a script instead (oauthlua authorize fetch_calendar.lua), or write that file")
            }
            file = ScriptFile(path: shared.path, source: shared.source)
        }
        return try await connections(in: file, named: target.name)
    }

    /// - Parameter name: nil for all that the file defines.
    func connections(in file: ScriptFile, named name: String? = nil) async throws -> [Connection] {
        let defined = DefinedConnections(try await definitions(in: file), in: file.path)
        return try defined.chosen(name).map { try $0.connection(secrets: secrets) }
    }

    private func definitions(in file: ScriptFile) async throws -> [ConnectionTable.Entry] {
        let collector = DefinitionCollector(
            services: services, inputs: inputs([]), limits: limits)
        return try await collector.collect(file.source, chunkName: file.chunkName)
    }

    var limits: LuaLimits {
        LuaLimits(
            memory: script.maxMemory << 20,
            time: script.maxTime.map { .milliseconds(Int64($0 * 1000)) })
    }

    func inputs(_ arguments: [String]) -> ScriptInputs {
        ScriptInputs(
            arguments: arguments, parameters: script.parameters,
            environment: AllowedEnvironment.select(
                from: environment, names: script.allowEnv, more: environment["OAUTHLUA_ALLOW_ENV"]),
            deniedFolders: [location.configFolder, location.stateFolder])
    }

    var services: ScriptServices {
        let console = console
        let signIn = SignIn(session: self)
        var services = ScriptServices(
            secrets: secrets, client: client, tokens: tokens,
            signIn: { try await signIn.signIn($0, reason: $1) },
            log: { console.log($0, $1) },
            connectionsFile: connectionsFile)
        services.presets = PresetFolder(inConfiguration: location.configFolder)
        return services
    }

    private var connectionsPath: String { location.configFolder + "/connections.lua" }

    @Sendable private func connectionsFile() throws -> (source: [UInt8], path: String)? {
        guard access(connectionsPath, F_OK) == 0 else { return nil }
        return (try ScriptFile(path: connectionsPath).source, connectionsPath)
    }
}

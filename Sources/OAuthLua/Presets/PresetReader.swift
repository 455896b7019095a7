import LuaHost
import OAuthCore

/// Reads presets for people who look at them: by their names, as a definition would find them.
public struct PresetReader: Sendable {
    private let services: ScriptServices
    private let inputs: ScriptInputs
    private let limits: LuaLimits

    /// - Parameter inputs: what presets that are written in Lua see.
    public init(services: ScriptServices, inputs: ScriptInputs, limits: LuaLimits) {
        self.services = services
        self.inputs = inputs
        self.limits = limits
    }

    /// - Throws: ``OAuthError`` of kind `config` for one that does not exist or is not in order; ``ScriptError`` for one
    ///   whose Lua fails.
    public func preset(named name: String) async throws -> Preset {
        let (library, key) = try await open(name)
        return try library.preset(key)
    }

    /// What is wrong with a preset; nothing where it is in order.
    /// - Throws: as ``preset(named:)``, where it cannot be read at all.
    public func problems(named name: String) async throws -> [PresetProblem] {
        let (library, key) = try await open(name)
        return try library.problems(key)
    }

    private static let chunkName = "=presets"

    /// The line that opens it is not one of the person's.
    private static func withoutOurs(_ error: ScriptError) -> ScriptError {
        let ours = String(chunkName.dropFirst())
        return ScriptError(
            error.reason, message: error.message, fields: error.fields,
            location: error.location.flatMap { $0.file == ours ? nil : $0 },
            traceback: error.traceback.filter { $0.location.file != ours })
    }

    /// Opens it in a machine of its own, since it may be Lua.
    private func open(_ name: String) async throws -> (PresetLibrary, key: String) {
        let host = OAuthHost(services: services)
        let opener = LuaModule(
            name: "presets_opener",
            source: Array(
                "local host = ... return function(name) return (host.module \"oauth.presets\"(name)) end".utf8),
            isGlobal: true)
        var inputs = inputs
        inputs.arguments = [name]
        let runtime = LuaRuntime(script: host, performing: host, inputs: inputs, limits: limits, moreModules: [opener])
        let results: ScriptResults
        do {
            results = try await runtime.results(
                of: Array("return presets_opener(arg[1])".utf8), chunkName: Self.chunkName, arguments: [name])
        } catch let error as ScriptError {
            throw Self.withoutOurs(error)
        }
        guard let key = results.values.first?.text else { throw OAuthError(.config, "there is no preset '\(name)'") }
        return (host.presets, key)
    }
}

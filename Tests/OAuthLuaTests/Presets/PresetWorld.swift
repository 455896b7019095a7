import Foundation
import LuaHost
import OAuthClient
import OAuthCore

@testable import OAuthLua

/// Definitions that use presets, from Lua to connections.
enum PresetWorld {
    /// What definitions of tests name as their secrets.
    struct Secrets: SecretSource {
        func secret(named name: String) throws -> Redacted<String>? { Redacted("the-\(name.lowercased())") }

        func contents(ofFile path: String, field: String, connection: String) throws -> Redacted<String> {
            Redacted(P256Key.pem)
        }
    }

    /// The connections of a script whose first request is never sent.
    static func connections(
        _ source: String, services: ScriptServices = FakeAPI.services()
    ) async throws -> [Connection] {
        try await entries(source, services: services).map { try $0.connection(secrets: Secrets()) }
    }

    static func entries(
        _ source: String, services: ScriptServices = FakeAPI.services()
    ) async throws -> [ConnectionTable.Entry] {
        let collector = DefinitionCollector(services: services, inputs: FakeProvider.inputs, limits: LuaLimits())
        return try await collector.collect(Array(source.utf8), chunkName: "@presets.lua")
    }

    /// A preset of the catalogue with all that it extends.
    static func preset(_ id: String) throws -> Preset {
        try Preset(tables[id]!.extending { tables[$0] }, id: id)
    }

    static let tables = Dictionary(PresetCatalogue.tables.map { ($0.id, $0.table) }) { $1 }

    /// What a person would write to use a preset.
    static func definition(_ id: String) throws -> String {
        var fields = try preset(id).sample()
        fields["preset"] = .string(id)
        return "oauth.connection " + lua(.table(fields)) + "\n"
    }

    private static func lua(_ value: DefinitionValue) -> String {
        switch value {
        case .boolean(let flag): "\(flag)"
        case .integer(let integer): "\(integer)"
        case .number(let number): "\(number)"
        case .string(let text): "\"\(text)\""
        case .secret(let name): "secret \"\(name)\""
        case .list(let items): "{ \(items.map(lua).joined(separator: ", ")) }"
        case .table(let fields):
            "{ \(fields.sorted { $0.key < $1.key }.map { "[\"\($0.key)\"] = \(lua($0.value))" }.joined(separator: ", ")) }"
        }
    }
}

/// A key as Apple gives it out, made for the tests.
private enum P256Key {
    static let pem = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgLc2lZRWmBznXnWc2
        NZQAeaeTuHyAf1m9hfl87UhlbU6hRANCAAQwOtEtFeAb+HH7JRRq0qqyREZGkfTz
        l0mifHUnUlttYxC0IKEHhBKq1q7NnCfJCwIz8oPDqFgP5ZAnNdjNom15
        -----END PRIVATE KEY-----
        """
}

import Foundation
import LuaHost
import OAuthClient
import OAuthCore
import Testing

@testable import OAuthLua

/// Presets in scripts, those of the person's own among them.
@Suite struct PresetScriptTests {
    private static func folder(_ files: [String: String]) -> PresetFolder {
        PresetFolder(
            file: { name in
                for suffix in [".lua", ".json"] {
                    guard let text = files[name + suffix] else { continue }
                    return PresetFolder.File(path: "/home/presets/\(name)\(suffix)", text: Array(text.utf8))
                }
                return nil
            }, names: { files.keys.map { String($0.prefix { $0 != "." }) }.sorted() })
    }

    private func connection(_ fields: String, files: [String: String] = [:]) async throws -> Connection {
        var services = FakeAPI.services()
        services.presets = Self.folder(files)
        let source = "oauth.connection { client_id = 'id', \(fields) }\nhttp.get('https://never.example/')"
        return try await PresetWorld.connections(source, services: services)[0]
    }

    private func failure(_ fields: String, files: [String: String] = [:]) async throws -> OAuthError {
        let error = await #expect(throws: ScriptError.self) { try await connection(fields, files: files) }
        return try #require(error.flatMap { OAuthError(fields: $0.fields) }, "\(String(describing: error))")
    }

    @Test func aPresetAndWhatTheScriptSays() async throws {
        let connection = try await connection(
            "preset = 'google', scope = 'https://www.googleapis.com/auth/drive.readonly'")
        #expect(connection.name == "google" && connection.preset == PresetMark(id: "google", isVerified: true))
        #expect(connection.scope == ["https://www.googleapis.com/auth/drive.readonly"])
        #expect(connection.signIn.accessType == "offline")
        #expect(connection.client.authentication == .none)
        #expect(connection.hosts.allows(URL(string: "https://sheets.googleapis.com/v4")!))
        #expect(!connection.hosts.allows(URL(string: "https://googleapis.example/")!))
    }

    @Test func anAliasIsTheSame() async throws {
        let connection = try await connection("preset = 'twitter', name = 'mine'")
        #expect(connection.name == "mine" && connection.preset?.id == "x")
    }

    @Test func anIssuerAloneIsADefinition() async throws {
        let connection = try await connection("name = 'own', issuer = 'https://id.example'")
        #expect(connection.endpoints.issuer == "https://id.example" && connection.preset == nil)
    }

    @Test(arguments: [
        ("preset = 'gogle'", "there is no preset 'gogle'", "Did you mean 'google'"),
        ("preset = 'microsft'", "there is no preset 'microsft'", "Did you mean 'microsoft'"),
        ("preset = '../secret'", "there is no preset '../secret'", "presets search"),
        ("preset = 'zzzzzzzzzzzz'", "there is no preset 'zzzzzzzzzzzz'", "presets search"),
        ("preset = {}", "preset takes the name of a preset, not a table", ""),
        ("preset = 'shopify'", "connection 'shopify' has no shop, which its preset 'shopify' needs", "Write shop = "),
        ("preset = 'shopify', shop = 'a.b'", "field 'shop' of connection 'shopify' cannot be 'a.b'", "It is the part"),
    ])
    func whatIsWrong(fields: String, message: String, advice: String) async throws {
        let error = try await failure(fields)
        #expect(error.kind == .config && error.message == message)
        #expect(error.advice?.contains(advice) ?? advice.isEmpty, "\(error)")
    }

    // MARK: The person's own

    @Test func onesOwnPresetExtendsOneOfTheCatalogue() async throws {
        let own =
            #"{ "extends": "google", "base_url": "https://www.googleapis.com/calendar/v3", "authorize_params": { "hd": "a.example" } }"#
        let connection = try await connection("preset = 'work'", files: ["work.json": own])
        #expect(connection.name == "work" && connection.preset == PresetMark(id: "work", isVerified: true))
        #expect(connection.baseURL?.template == "https://www.googleapis.com/calendar/v3")
        #expect(connection.parameters.authorize.values == ["prompt": ["consent"], "hd": ["a.example"]])
    }

    @Test(arguments: [
        (#""token_url": "https://a.example/t", "authorization_url": "https://a.example/a""#, true),
        (#""extends": "apollo""#, false), (#""extends": "google""#, true),
        (#""extends": "google", "verified": false"#, false),
        (#""extends": "apollo", "verified": true"#, true),
    ])
    func onesOwnIsVerifiedWhereItsBaseIs(fields: String, isVerified: Bool) async throws {
        let connection = try await connection("preset = 'a'", files: ["a.json": "{ \"name\": \"A\", \(fields) }"])
        #expect(connection.preset?.isVerified == isVerified)
    }

    @Test func onesOwnPresetReplacesThatOfItsName() async throws {
        let own = #"{ "extends": "github", "scope": ["repo"] }"#
        let connection = try await connection("preset = 'github'", files: ["github.json": own])
        #expect(connection.scope == ["repo"])
        #expect(connection.endpoints.token?.absoluteString == "https://github.com/login/oauth/access_token")
    }

    @Test func whoHasNoClientIDIsToldWhereOneIsMade() async throws {
        let source = "oauth.connection { preset = 'github' } http.get('https://never.example/')"
        let error = await #expect(throws: ScriptError.self) { try await PresetWorld.connections(source) }
        #expect(error?.message == "connection 'github' has no client_id")
        #expect(error?.fields["advice"]?.text?.contains("https://github.com/settings/developers") == true)
    }

    @Test func aPresetInLuaMayHaveHooksAndSecrets() async throws {
        let own = """
            local region = "eu"
            return {
              extends = "xero", client_secret = secret "OWN_SECRET", base_url = "https://" .. region .. ".xero.example",
              hooks = { error = function() end },
            }
            """
        let connection = try await connection("preset = 'books'", files: ["books.lua": own])
        #expect(connection.hooks?.points == [.afterLogin, .error])
        #expect(connection.client.secret?.reveal() == "the-own_secret")
        #expect(connection.client.authentication == .basic)
        #expect(connection.baseURL?.template == "https://eu.xero.example")
    }

    @Test func twoConnectionsOfOnePresetShareIt() async throws {
        var services = FakeAPI.services()
        services.presets = Self.folder([
            "books.lua": "count = (count or 0) + 1\nassert(count == 1)\nreturn { extends = 'xero' }"
        ])
        let line = "oauth.connection { preset = 'books', client_id = 'id', name = 'n' }\n"
        let connections = try await PresetWorld.connections(
            line + line + "http.get('https://never.example/')", services: services)
        #expect(connections.count == 2)
    }

    @Test(arguments: [
        ("a.json", "{", "/home/presets/a.json is not valid JSON"),
        ("a.json", #"{ "name": "A", "tokenurl": "x" }"#, "preset 'a': tokenurl is no key of a preset"),
        ("a.json", #"{ "extends": "a" }"#, "preset 'a' extends itself: the catalogue has none"),
        ("a.json", #"{ "extends": "b" }"#, "there is no preset 'b'"),
        ("a.lua", "return 7", "/home/presets/a.lua returns a number, not a preset"),
        ("a.lua", "return {", "/home/presets/a.lua:1: unexpected symbol"),
        (
            "a.lua", "return { extends = 'google', hooks = { later = print } }",
            "/home/presets/a.lua: there is no hook 'later'"
        ),
        ("a.lua", "return { extends = 'google', scop = 'x' }", "preset 'a': scop is no key of a preset"),
    ])
    func onesOwnThatIsWrong(file: String, text: String, message: String) async throws {
        let error = try await failure("preset = 'a'", files: [file: text])
        #expect(error.message.hasPrefix(message), "\(error)")
    }

    @Test(arguments: [".json", ".lua"]) func presetsInACircle(_ suffix: String) async throws {
        func text(_ base: String) -> String {
            suffix == ".lua" ? "return { extends = '\(base)' }" : "{ \"extends\": \"\(base)\" }"
        }
        let error = try await failure("preset = 'a'", files: ["a\(suffix)": text("b"), "b\(suffix)": text("a")])
        #expect(error.message == "preset 'a' extends itself")
    }

    // MARK: Pages

    private func result(_ script: String, pages: String) async throws -> LuaValue {
        var services = FakeAPI.services()
        let own = """
            { "name": "Paged", "grant": "refresh_token", "authorization_url": "https://api.example/authorize",
              "token_url": "https://api.example/token", "base_url": "https://api.example", "pages": \(pages) }
            """
        services.presets = Self.folder(["paged.json": own])
        let runner = ScriptRunner(services: services, inputs: FakeProvider.inputs, limits: LuaLimits())
        let source = """
            local api = oauth.connection { preset = "paged", client_id = "id", refresh_token = "given", client_secret = "s" }
            return #resource "items" { connection = api, \(script) }:fetch()
            """
        return try await runner.run(Array(source.utf8), chunkName: "@test.lua").value
    }

    private static let items = "url = '/pages', path = 'data.items'"

    @Test func aResourceGoesOnAsThePresetSays() async throws {
        let cursor = #"{ "cursor": "next", "param": "cursor" }"#
        #expect(try await result(Self.items, pages: cursor) == .integer(6))
        #expect(try await result(Self.items + ", pages = false", pages: cursor) == .integer(2))
        #expect(try await result(Self.items + ", pages = 'link'", pages: cursor) == .integer(2))
        #expect(try await result(Self.items, pages: #""link""#) == .integer(2))
    }

    @Test func aStyleThatCountsIsUsedWhenItIsAskedFor() async throws {
        let counting = #"{ "page": "cursor", "max": 3 }"#
        #expect(try await result(Self.items, pages: counting) == .integer(2))
        let error = await #expect(throws: ScriptError.self) {
            try await result(Self.items + ", pages = 'preset', query = { last = 2 }", pages: counting)
        }
        #expect(error?.message.contains("the definition allows no more") == true, "\(String(describing: error))")
    }

    @Test func pagesThatNothingSays() async throws {
        let runner = FakeAPI.runner(parameters: [:])
        let source = "resource 'r' { url = 'https://api.example/pages', pages = 'preset' }"
        let error = await #expect(throws: ScriptError.self) {
            try await runner.run(Array(source.utf8), chunkName: "@test.lua")
        }
        #expect(error?.message.contains("nothing says how the pages of this connection go on") == true)
    }
}

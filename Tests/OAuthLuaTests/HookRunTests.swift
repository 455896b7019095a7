import Foundation
import LuaHost
import OAuthClient
import OAuthCore
import Testing

@testable import OAuthLua

/// How hooks run: beside the script, after it, when they fail, and when they never end.
@Suite struct HookRunTests {
    private func failure(_ hooks: String, _ body: String = "api:get('/x')", limits: HookLimits = HookLimits())
        async throws -> ScriptError
    {
        let error = await #expect(throws: ScriptError.self) { try await FakeProvider(limits: limits).run(hooks, body) }
        return try #require(error)
    }

    @Test func aMistakeInAHookNamesItsLine() async throws {
        let error = try await failure("sign_request = function(request)\n  local x = nil + 1\n end")
        #expect(error.kind == "config")
        #expect(error.message.hasPrefix("the sign_request hook of 'api' failed at test.lua:7: attempt to perform"))
        #expect(error.location?.line == 10)
    }

    @Test func anErrorObjectKeepsItsKind() async throws {
        let error = try await failure(
            "sign_request = function() error { kind = 'permission', message = 'not you', advice = 'Ask' } end")
        #expect(error.kind == "permission")
        #expect(error.message.hasSuffix(": not you"))
        #expect(error.fields["advice"] == "Ask")
    }

    @Test func hooksMayWaitAndRunSideBySide() async throws {
        let provider = FakeProvider()
        let result = try await provider.run(
            """
            sign_request = function(request)
              local nonce = http.get("https://nonce.example/n"):json()
              task.all { function() task.sleep(0) end, function() task.sleep(0) end }
              request.headers["X-Url"] = request.url
            end
            """,
            """
            local list = {}
            for i = 1, 20 do list[i] = "/x" .. i end
            return #task.map(list, function(path) return api:get(path).status end, { limit = 20 })
            """)
        #expect(result == 20)
        let sent = provider.sent.filter { $0.url.hasPrefix("https://api.example/x") }
        #expect(sent.count == 20)
        #expect(sent.allSatisfy { $0.header("X-Url") == $0.url })
    }

    @Test func hooksShareTheScriptsVariables() async throws {
        let provider = FakeProvider()
        let result = try await provider.run(
            "sign_request = function(request) count = (count or 0) + 1 end",
            "api:get('/x') api:get('/x') return count")
        #expect(result == 2)
    }

    @Test(arguments: ["token_request", "token_response", "sign_request"])
    func aHookCannotUseItsOwnConnection(point: String) async throws {
        let error = try await failure("\(point) = function() api:get('/y') end", "api:get('/x')")
        #expect(error.message.contains("the \(point) hook of 'api' uses 'api' itself"), "\(error)")
        #expect(error.kind == "config")
    }

    @Test func twoConnectionsCannotWaitForEachOther() async throws {
        let error = try await failure(
            "sign_request = function() other:get('/y') end",
            """
            other = oauth.connection {
              name = "other", grant = "refresh_token", refresh_token = "r", token_url = "https://id.example/token",
              client_id = "c", base_url = "https://api.example", hooks = { sign_request = function() api:get('/z') end },
            }
            api:get('/x')
            """)
        #expect(error.message.contains("the sign_request hook of 'api' uses 'api' itself"), "\(error)")
    }

    @Test func aHookThatWaitsForEverEnds() async throws {
        let error = try await failure(
            "sign_request = function() task.sleep(3600) end",
            limits: HookLimits(usual: .milliseconds(50)))
        #expect(error.message == "the sign_request hook of 'api' did not come to an end within 0 seconds")
    }

    @Test func aHookThatNeverComesBackEndsTheRun() async throws {
        let error = try await failure(
            "sign_request = function() while true do end end",
            limits: HookLimits(usual: .milliseconds(50), grace: .milliseconds(50)))
        #expect(error.reason == .timeLimit)
    }

    /// A token that the provider has given is stored, though the task that asked for it is gone and the script with it.
    @Test(arguments: ["error('no')", "return 1"])
    func aTokenOnItsWayIsStoredAfterTheScriptsEnd(end: String) async throws {
        let provider = FakeProvider([
            "/token": .init(body: #"{"data":{"access_token":"late-token","refresh_token":"next-refresh-token"}}"#)
        ])
        _ = try? await provider.run(
            """
            token_request = function() asked = true task.sleep(0.01) end,
            token_response = function(response) return response.data end
            """,
            """
            local t = task.spawn(function() api:get('/x') end)
            while not asked do task.sleep(0) end
            t:cancel()
            \(end)
            """)
        let records = await provider.store.records()
        #expect(records.map(\.token.accessToken) == [Redacted("late-token")])
        #expect(records.map(\.token.refreshToken) == [Redacted("next-refresh-token")])
    }

    @Test func theScriptIsNotHeldUpByItsHooks() async throws {
        let provider = FakeProvider()
        #expect(try await provider.run("sign_request = function() end", "return 5") == 5)
        #expect(provider.sent.isEmpty)
    }

    @Test(arguments: [
        "return 1", "http.get('https://never.example/')", "task.spawn(http.get, 'https://never.example/')",
    ])
    func definitionsAreCollectedWithTheirHooks(rest: String) async throws {
        let provider = FakeProvider()
        let services = provider.services()
        let collector = DefinitionCollector(services: services, inputs: FakeProvider.inputs, limits: LuaLimits())
        let source =
            FakeProvider.definition("token_request = function(request) request.params.extra = 'yes' end") + rest
        let entries = try await collector.collect(Array(source.utf8), chunkName: "@test.lua")
        let connection = try entries[0].connection(secrets: provider.secretSource)
        _ = try await services.tokens.token(for: connection)
        #expect(provider.sent(to: "/token").first?.form["extra"] == "yes")
        // Nothing of the script itself was performed.
        #expect(provider.sent.count == 1)
        collector.end()
        await #expect(throws: OAuthError.self) { try await services.tokens.refresh(connection) }
    }

    @Test func aScriptThatFailsBeforeItsFirstRequestIsAFailure() async throws {
        let provider = FakeProvider()
        let collector = DefinitionCollector(
            services: provider.services(), inputs: FakeProvider.inputs, limits: LuaLimits())
        let source = FakeProvider.definition("token_request = function() end") + "error('no')"
        await #expect(throws: ScriptError.self) {
            try await collector.collect(Array(source.utf8), chunkName: "@test.lua")
        }
    }
}

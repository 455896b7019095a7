import DemoProvider
import LuaHost
import OAuthClient
import OAuthCore
import OAuthLua
import Output

/// `oauthlua demo`: sign in, fetch, fetch again without a browser, and once more after the token has ended.
struct DemoStory {
    let provider: DemoProvider
    let consentsItself: Bool
    let common: CommonSettings
    let output: OutputSettings

    func tell(console: Console) async throws {
        let folder = try TemporaryFolder(prefix: "oauthlua-demo")
        defer { folder.remove() }
        let (ready, announce) = AsyncStream<Endpoints>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await provider.run { announce.yield($0) } }
            group.addTask {
                guard let endpoints = await ready.first(where: { _ in true }) else { return }
                try await tell(console: console, endpoints: endpoints, home: folder.path)
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func tell(console: Console, endpoints: Endpoints, home: String) async throws {
        let session = try session(console: console, endpoints: endpoints, home: home)
        let script = ScriptFile(path: "fetch_calendar.lua", source: PackageResources.fetch_calendar_lua)

        console.note("a demo provider listens on \(endpoints.baseURL)")
        let connection = try await session.connections(in: script)[0]
        console.note(
            consentsItself
                ? "signing in without a browser" : "signing in: the user is demo, the password demo")
        let token = try await session.authorize(connection)
        console.note("'\(connection.name)' is signed in\(StatusRow.validity(of: token)); the token is stored encrypted")

        let result = try await session.runner().run(
            script.source, chunkName: script.chunkName)
        try await console.print(result, as: output)

        let again = try await session.runner().run(script.source, chunkName: script.chunkName)
        console.note("a second run needed no browser: \(again.value.list?.count ?? 0) rows")
        _ = try await session.client.send(APIRequest(method: "POST", url: endpoints.baseURL + "/_demo/expire"), as: nil)
        let later = try await session.runner().run(script.source, chunkName: script.chunkName)
        console.note("then the token ended; a third run refreshed it by itself: \(later.value.list?.count ?? 0) rows")
        console.note("your own Google calendar is next: see the README")
    }

    private func session(console: Console, endpoints: Endpoints, home: String) throws -> Session {
        // Nothing leaves this machine, so no proxy has a part in it.
        var environment = console.environment.filter {
            !$0.key.hasPrefix("OAUTHLUA_") && !$0.key.lowercased().hasSuffix("_proxy")
        }
        environment["OAUTHLUA_HOME"] = home
        environment["DEMO_CLIENT_ID"] = endpoints.clientID
        environment["DEMO_CLIENT_SECRET"] = endpoints.clientSecret
        let script = ScriptSettings(params: ["provider=demo", "url=\(endpoints.baseURL)"])
        return try Session(
            common, script: script, console: console, environment: environment,
            browser: consentsItself ? SelfConsentingBrowser() : nil)
    }
}

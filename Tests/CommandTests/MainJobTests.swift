import Foundation
import TestSupport
import Testing

/// The main job, end to end: sign in, fetch pages, run again without a browser, refresh by itself, sign out.
@Suite struct MainJobTests {
    @Test func theCalendarScriptSignsInOnceAndFetchesAllPages() async throws {
        let world = try await DemoWorld()
        let script = Repository.path("scripts/fetch_calendar.lua")
        let flags = ["--param", "provider=demo", "--param", "url=\(world.url)"]

        let refused = try await world.program.run(["run"] + flags + [script])
        #expect(refused.status == 77, "\(refused)")
        #expect(refused.stdout == "")
        #expect(
            refused.stderr.contains("oauthlua authorize --param provider=demo --param url=\(world.url) \(script)#demo"),
            "\(refused)")

        let authorized = try await world.program.run(["authorize"] + flags + [script])
        #expect(authorized.status == 0, "\(authorized)")

        for _ in 1...2 {
            let fetched = try await world.program.run(["run"] + flags + [script])
            #expect(fetched.status == 0, "\(fetched)")
            let rows = try JSONSerialization.jsonObject(with: Data(fetched.stdoutBytes)) as! [[String: Any]]
            #expect(rows.count > 100)
            #expect(rows.allSatisfy { $0["start"] is String })
            #expect(fetched.stdout.split(separator: "\n").count == rows.count + 2)
        }
        #expect(try await world.stats()["authorizations"] == 1)

        try await world.tell("expire")
        let refreshed = try await world.program.run(["run"] + flags + ["--output", "csv", script])
        #expect(refreshed.status == 0, "\(refreshed)")
        #expect(refreshed.stdout.hasPrefix("start,title,where\r\n"))
        #expect(try await world.stats()["authorizations"] == 1)
    }

    @Test func shortTokensAreRefreshedBeforeTheyEnd() async throws {
        let world = try await DemoWorld(["--token-lifetime", "4"])
        let path = try await world.signedIn(
            """
            for _ = 1, 2 do
              task.sleep(2.1) -- past the half of its life, at which so short a token is refreshed
              demo:get('/calendar/v3/users/me/calendarList'):expect()
            end
            """)
        let result = try await world.program.run(["run", path])
        #expect(result.status == 0, "\(result)")
        let stats = try await world.stats()
        #expect(stats["refreshes"]! >= 2)
        #expect(stats["unauthorized"] == 0)
    }

    @Test func profilesAreAccounts() async throws {
        let world = try await DemoWorld()
        let path = try await world.signedIn()
        let other = try await world.program.run(["run", "--profile", "work", path])
        #expect(other.status == 77)
        #expect(other.stderr.contains("--profile work"))
        #expect(try await world.program.run(["authorize", "--profile", "work", path]).status == 0)
        #expect(try await world.program.run(["run", "--profile", "work", path]).status == 0)
        let status = try await world.program.run(["status"])
        #expect(status.stdout.contains("\"profile\":\"default\"") && status.stdout.contains("\"profile\":\"work\""))
    }

    @Test func aChangedClientFindsNoTokenAndSaysWhy() async throws {
        let world = try await DemoWorld()
        _ = try await world.signedIn()
        let path = try world.script("return demo:get('/api/echo').status", more: "client_id = 'demo-public',")
        let source = try world.home.read("script.lua").replacingOccurrences(
            of: "client_id = secret \"DEMO_CLIENT_ID\", client_secret = secret \"DEMO_CLIENT_SECRET\",", with: "")
        try world.home.write(source, to: "script.lua")
        let result = try await world.program.run(["run", path])
        #expect(result.status == 77, "\(result)")
        #expect(result.stderr.contains("client"), "\(result)")
    }

    @Test func commandsOnOneConnection() async throws {
        let world = try await DemoWorld()
        let path = try await world.signedIn()

        let status = try await world.program.run(["status", path])
        #expect(status.stdout.contains("\"state\":\"authorized\""), "\(status)")

        let token = try await world.program.run(["token", path])
        #expect(token.status == 0 && token.text.count > 20 && !token.text.contains(" "))
        let header = try await world.program.run(["token", "--header", path])
        #expect(header.text == "Authorization: Bearer \(token.text)")
        let object = try await world.program.run(["token", "--json", path])
        let fields = try JSONSerialization.jsonObject(with: Data(object.stdoutBytes)) as! [String: Any]
        #expect(fields["access_token"] as? String == token.text && fields["expires_at"] is Int)

        let get = try await world.program.run(["get", path, "/api/echo?a=1", "-H", "X-Test: yes"])
        #expect(get.status == 0 && get.stdout.contains("\"x-test\""), "\(get)")
        let post = try await world.program.run(["get", "-i", path, "/api/echo", "-d", "a=1", "-d", "b=2"])
        #expect(post.stdout.hasPrefix("HTTP/1.1 200") && post.stdout.contains("\"POST\""), "\(post)")
        #expect(try await world.program.run(["get", path, "/api/status/404"]).status == 69)
        #expect(try await world.program.run(["get", "--retry", "0", path, "/api/status/503"]).status == 75)
        #expect(try await world.program.run(["get", path, "/api/status/403"]).status == 77)
        #expect(try await world.program.run(["get", path, "/api/big?mb=1", "-o", "big.json"]).status == 0)
        #expect(try world.home.bytes(of: "big.json").count > 900_000)
        let elsewhere = try await world.program.run(["get", path, "https://evil.example/"])
        #expect(elsewhere.status == 78 || elsewhere.status == 77, "\(elsewhere)")
        #expect(elsewhere.stderr.contains("hosts"), "\(elsewhere)")

        #expect(try await world.program.run(["refresh", path]).status == 0)
        #expect(try await world.program.run(["token", path]).text != token.text)

        let out = try await world.program.run(["logout", "--revoke", path])
        #expect(out.status == 0, "\(out)")
        let revoked = try await world.stats()["families_revoked"]!
        #expect(revoked >= 1)
        #expect(try await world.program.run(["run", path]).status == 77)
    }

    @Test func connectionsFileIsShared() async throws {
        let world = try await DemoWorld()
        try world.home.write(
            try String(contentsOfFile: try world.script(""), encoding: .utf8)
                .replacingOccurrences(of: "local demo = ", with: ""),
            to: "home/connections.lua")
        #expect(try await world.program.run(["authorize", "demo"]).status == 0)
        let path = try world.home.write("return oauth.connection('demo'):get('/api/echo').status", to: "short.lua")
        let result = try await world.program.run(["run", path])
        #expect(result.stdout == "200\n", "\(result)")
        #expect(try await world.program.run(["refresh", "--all"]).status == 0)
        #expect(try await world.program.run(["get", "demo", "/api/echo"]).status == 0)
        let wrong = try await world.program.run(["status", "dmeo"])
        #expect(wrong.status == 78 && wrong.stderr.contains("Did you mean 'demo'?"), "\(wrong)")
    }

    @Test func pastingTheRedirectedURL() async throws {
        let world = try await DemoWorld()
        let path = try world.script("return 1")
        let process = try world.program.start(["authorize", "--no-browser", "--paste", path])
        try await process.output(containing: "/oauth/authorize?")
        let url = try #require(process.stderr.split { $0.isWhitespace }.first { $0.contains("/oauth/authorize?") })
        let redirect = try await Command("/usr/bin/curl").run([
            "-s", "-o", "/dev/null", "-w", "%{redirect_url}", String(url),
        ])
        process.write("nonsense\n")
        process.write(redirect.text + "\n")
        let result = try await process.wait()
        #expect(result.status == 0, "\(result)")
    }

    @Test func nobodyComes() async throws {
        let world = try await DemoWorld()
        let path = try world.script("return 1")
        let result = try await world.program.run(["authorize", "--no-browser", "--timeout", "0.3", path])
        #expect(result.status == 77, "\(result)")
    }

    @Test func theWholeDemo() async throws {
        let home = try TempFolder("demo")
        let result = try await Command.oauthlua(home: home).run(["demo", "--yes"])
        #expect(result.status == 0, "\(result)")
        let rows = try JSONSerialization.jsonObject(with: Data(result.stdoutBytes)) as! [[String: Any]]
        #expect(rows.count > 100)
        #expect(!home.contains("home"))
    }
}

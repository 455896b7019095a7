import Foundation
import TestSupport
import Testing

/// `oauthlua presets`, and presets of one's own, from the command line.
@Suite struct PresetsTests {
    let home: TempFolder
    let program: Command

    init() throws {
        home = try TempFolder("presets")
        program = try Command.oauthlua(home: home)
    }

    private func own(_ name: String, _ text: String) throws -> String {
        try home.write(text, to: "home/presets/\(name)")
    }

    private func rows(_ arguments: [String]) async throws -> [[String: Any]] {
        let result = try await program.run(["presets"] + arguments + ["--output", "json"])
        #expect(result.status == 0, "\(result)")
        return try #require(try JSONSerialization.jsonObject(with: Data(result.stdout.utf8)) as? [[String: Any]])
    }

    // MARK: list and search

    @Test func listShowsAllOfThem() async throws {
        let rows = try await rows(["list"])
        #expect(rows.count >= 800)
        #expect(rows.filter { $0["verified"] as? Bool == true }.count >= 430)
        let ids = rows.compactMap { $0["id"] as? String }
        #expect(ids == ids.sorted())
        let trello = try #require(rows.first { $0["id"] as? String == "trello" })
        #expect(trello["name"] as? String == "Trello" && trello["grant"] as? String == "oauth1")
        let table = try await program.run(["presets", "--output", "table"])
        #expect(
            table.stdout.split(separator: "\n").first?.split(separator: " ") == [
                "id", "name", "grant", "verified", "from",
            ])
        #expect(table.stdout.split(separator: "\n").count == rows.count + 2)
    }

    @Test func onesOwnAreListedToo() async throws {
        _ = try own(
            "house.json",
            #"{ "name": "In-house", "token_url": "https://id.house.example/token", "grant": "client_credentials" }"#)
        _ = try own("github.lua", "return { extends = 'github', name = 'GitHub at work' }")
        _ = try own("broken.json", "{")
        let result = try await program.run(["presets", "list", "--output", "json"])
        #expect(result.stderr.contains("preset 'broken' of your own is not in order"))
        let rows = try await rows(["search", "in-house"])
        #expect(rows.map { $0["id"] as? String } == ["house"])
        #expect(rows.first?["from"] as? String == "own" && rows.first?["grant"] as? String == "client_credentials")
        #expect(try await self.rows(["search", "github at work"]).map { $0["id"] as? String } == ["github"])
    }

    @Test(arguments: [("KEYCLOAK", "keycloak"), ("twitter-v2", "x"), ("login.xero.com", "xero")])
    func searchLooksAtNamesAndAddresses(word: String, id: String) async throws {
        #expect(try await rows(["search", word]).contains { $0["id"] as? String == id })
    }

    @Test func searchThatFindsNothing() async throws {
        let result = try await program.run(["presets", "search", "no such thing", "--output", "json"])
        #expect(result.status == 0 && result.stderr.contains("no preset holds 'no such thing'"))
    }

    // MARK: show

    @Test func showPutsTogetherWhatAPresetExtends() async throws {
        let result = try await program.run(["presets", "show", "google-calendar", "--output", "json"])
        let preset = try #require(try JSONSerialization.jsonObject(with: Data(result.stdout.utf8)) as? [String: Any])
        #expect(preset["id"] as? String == "google-calendar" && preset["verified"] as? Bool == true)
        #expect(preset["token_url"] as? String == "https://oauth2.googleapis.com/token")
        #expect(preset["base_url"] as? String == "https://www.googleapis.com/calendar/v3")
    }

    @Test func showIsForReading() async throws {
        let result = try await program.run(["presets", "show", "twitter", "--output", "table"])
        #expect(result.status == 0)
        for line in ["client_auth", "tweet.write: write posts", "https://api.x.com/2/oauth2/token"] {
            #expect(result.stdout.contains(line), "\(result.stdout)")
        }
        let other = try await program.run(["presets", "show", "apollo", "--output", "none"])
        #expect(other.stderr.contains("unverified"))
        let hooked = try await program.run(["presets", "show", "xero", "--output", "csv"])
        #expect(hooked.stdout.contains("hooks,after_login"), "\(hooked)")
    }

    /// What a person came for is not cut off.
    @Test func showGoesOnInTheNextLineOnATerminal() async throws {
        let terminal = try program.start(
            ["presets", "show", "google"], terminal: TerminalSize(columns: 60, rows: 30))
        let text = try await terminal.wait().stdout
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("the application to keep them.") && !words.contains("s…"), "\(words)")
    }

    @Test func showOfWhatIsNotThere() async throws {
        let result = try await program.run(["presets", "show", "stravva"])
        #expect(result.status == 78)
        #expect(
            result.stderr.contains("there is no preset 'stravva'") && result.stderr.contains("Did you mean 'strava'"))
    }

    // MARK: lint

    @Test(arguments: [
        ("a.json", #"{ "id": "a", "name": "A", "issuer": "https://id.example" }"#),
        (
            "b.lua",
            "return { extends = 'google', name = 'B', client_secret = secret 'B_SECRET', hooks = { refresh = function() end } }"
        ),
        ("google.json", #"{ "extends": "google", "scope": null }"#),
    ])
    func whatIsInOrder(name: String, text: String) async throws {
        let path = try home.write(text, to: name)
        let result = try await program.run(["presets", "lint", path])
        #expect(result.status == 0 && result.stderr.contains("is in order"), "\(result)")
    }

    @Test(arguments: [
        ("a.json", "{\n  \"name\" \"A\" }", 78, "a.json is not valid JSON: line 2, column 10"),
        ("a.json", " \n", 78, "a.json is empty"),
        (
            "a.json", "{ \"name\": \"A\",\n \"extends\": \"google\", \"name\": \"B\" }", 78,
            "a.json has 'name' twice, again in line 2"
        ),
        ("a.json", #"{ "extends": "a" }"#, 78, "preset 'a' extends itself: the catalogue has none of that name"),
        ("a.json", #"{ "extends": "gogle" }"#, 78, "there is no preset 'gogle', which 'a' extends"),
        ("a.json", #"{ "extends": "google", "aliases": ["b"] }"#, 78, "aliases do nothing in a preset of your own"),
        ("a.json", #"{ "extends": "google", "hooks": {} }"#, 78, "hooks are Lua, which JSON cannot hold"),
        ("a.lua", "return { extends = 'google', hooks = { login = print } }", 78, "a.lua: there is no hook 'login'"),
        ("a.lua", "local a = 1", 78, "returns nothing, not a preset"),
        ("a.lua", "error 'boom'", 1, "boom\n  at "),
        (
            "a.json", #"{ "name": "A", "tokenurl": "https://x.example" }"#, 78,
            "tokenurl is no key of a preset. Did you mean 'token_url'?"
        ),
        ("a.json", #"{ "name": "A", "token_url": "http://x.example" }"#, 78, "token_url is not https"),
        ("a.json", #"{ "name": "A", "base_url": "https://{b}.example" }"#, 78, "has {b}, which is no variable"),
        ("twitter.json", #"{ "extends": "x" }"#, 78, "is another name of 'x'"),
        ("a.json", #"{ "extends": "gogle" }"#, 78, "Did you mean 'google'"),
        ("a.lua", "return { extends = 'google', scop = 'x' }", 78, "scop is no key of a preset. Did you mean 'scope'?"),
        ("a.lua", "return 7", 78, "returns a number, not a preset"),
        ("a.txt", "", 78, "is neither .json nor .lua"),
        ("A b.json", "{}", 78, "cannot be a preset's id"),
    ])
    func whatIsNot(name: String, text: String, status: Int32, message: String) async throws {
        let path = try home.write(text, to: name)
        let result = try await program.run(["presets", "lint", path])
        #expect(result.status == status && result.stderr.contains(message), "\(result)")
        #expect(!result.stderr.contains("at presets:"), "a line of the program's own: \(result)")
    }

    @Test func aFileThatIsNotThere() async throws {
        let result = try await program.run(["presets", "lint", "no.json"])
        #expect(result.status == 66 && !result.stderr.contains("Scripts are named"), "\(result)")
    }

    // MARK: In use

    @Test func anUnverifiedPresetIsSaidToBeOneAtTheSignIn() async throws {
        _ = try own(
            "house.json",
            #"{ "name": "In-house", "verified": false, "token_url": "https://127.0.0.1:1/token", "grant": "client_credentials" }"#
        )
        let script = try home.write(
            "oauth.connection { preset = 'house', client_id = 'a', client_secret = 'b' }", to: "s.lua")
        let result = try await program.run(["authorize", script])
        #expect(result.stderr.contains("preset 'house' is unverified"), "\(result)")
        #expect(result.stderr.components(separatedBy: "unverified").count == 2, "once")
    }

    /// Where nobody signs in, the first token is the moment; later runs are silent.
    @Test func anUnverifiedPresetIsSaidToBeOneBeforeItsFirstToken() async throws {
        let world = try await DemoWorld()
        _ = try world.home.write(
            #"{ "name": "In-house", "verified": false, "token_url": "https://id.example/token", "grant": "client_credentials" }"#,
            to: "home/presets/house.json")
        let script = try world.home.write(
            """
            local c = oauth.connection {
              preset = "house", client_id = secret "DEMO_CLIENT_ID", client_secret = secret "DEMO_CLIENT_SECRET",
              token_url = "\(world.url)/oauth/token", base_url = "\(world.url)" }
            return c:get("/api/echo"):expect().status
            """, to: "house.lua")
        let first = try await world.program.run(["run", script])
        #expect(first.status == 0 && first.stderr.contains("preset 'house' is unverified"), "\(first)")
        let second = try await world.program.run(["run", script])
        #expect(second.status == 0 && !second.stderr.contains("unverified"), "\(second)")
    }

    @Test func aPresetThatIsNotThereIsAWrongDefinition() async throws {
        let script = try home.write("oauth.connection { preset = 'gogle', client_id = 'a' }", to: "s.lua")
        let result = try await program.run(["run", script])
        #expect(result.status == 78 && result.stderr.contains("s.lua:1"), "\(result)")
    }

    /// A client secret goes there without anybody signing in: once, it is said to whom.
    @Test func anUnverifiedOneSaysSoAtItsFirstUse() async throws {
        let world = try await DemoWorld()
        try world.home.write(
            """
            return {
              name = "House", grant = "client_credentials", verified = false,
              token_url = "https://id.example/token", base_url = "https://id.example",
            }
            """, to: "home/presets/house.lua")
        let script = try world.home.write(
            """
            local c = oauth.connection {
              preset = "house", client_id = secret "DEMO_CLIENT_ID", client_secret = secret "DEMO_CLIENT_SECRET",
              token_url = "\(world.url)/oauth/token", base_url = "\(world.url)", scope = "calendar.readonly",
            }
            return c:get("/calendar/v3/users/me/calendarList"):expect().status
            """, to: "house.lua")
        let first = try await world.program.run(["run", script])
        #expect(first.status == 0 && first.stderr.contains("preset 'house' is unverified"), "\(first)")
        #expect(first.stderr.contains("oauthlua presets show house"), "\(first)")
        let second = try await world.program.run(["run", script])
        #expect(second.status == 0 && second.stderr.isEmpty, "not from every cron job: \(second)")
        // Nor when the token has ended, and the next one is fetched.
        _ = try await Command("/usr/bin/curl").run(["-sS", "-X", "POST", "\(world.url)/_demo/expire"])
        let third = try await world.program.run(["run", script])
        #expect(third.status == 0 && third.stderr.isEmpty, "\(third)")
    }

    @Test func whatIsNotThere() async throws {
        let file = try await program.run(["presets", "lint", "nosuch.json"])
        #expect(file.status == 66 && !file.stderr.contains("hint"), "\(file)")
        let preset = try await program.run(["presets", "show", "gogle"])
        #expect(
            preset.stderr
                == "error: there is no preset 'gogle'\nhint: Did you mean 'google'? See `oauthlua presets list`\n")
    }
}

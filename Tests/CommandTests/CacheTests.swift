import Foundation
import TestSupport
import Testing

/// What a second run asks of the network, and what the store has of the first.
@Suite struct CacheTests {
    private let world: DemoWorld

    init() async throws { world = try await DemoWorld() }

    private func run(_ body: String, _ flags: [String] = []) async throws -> Command.Result {
        let path = try world.home.write(body.replacing("API", with: world.url + "/api"), to: "cache.lua")
        return try await world.program.run(["run"] + flags + [path])
    }

    /// Answers with the document so far, and answers that said it is the same.
    private func counts() async throws -> [Int] {
        let stats = try await world.stats()
        return [stats["documents"] ?? -1, stats["not_modified"] ?? -1]
    }

    private static let get = """
        local res = http.get("API/document?by=BY", { cache = true })
        return { res.status, res.cached, res:json().version, res.headers["content-type"] }
        """

    @Test(arguments: ["etag", "weak", "date"]) func aSecondRunGetsTheStoredAnswer(by: String) async throws {
        let script = Self.get.replacing("BY", with: by)
        let first = try await run(script)
        #expect(first.stdout == "[\n200,\nfalse,\n1,\n\"application/json; charset=utf-8\"\n]\n", "\(first)")
        let second = try await run(script)
        #expect(second.stdout == "[\n200,\ntrue,\n1,\n\"application/json; charset=utf-8\"\n]\n", "\(second)")
        #expect(try await counts() == [1, 1])
        try await world.tell("publish")
        #expect(try await run(script).stdout.contains("false,\n2,"))
        #expect(try await run(script).stdout.contains("true,\n2,"))
        #expect(try await counts() == [2, 2])
    }

    /// Where there is no store, a resource makes none only to keep public answers; where there is one, it keeps them.
    @Test func aResourceMakesNoStoreForItsAnswers() async throws {
        let script = #"return #resource "r" { url = "API/document", path = "items" }:fetch()"#
        for _ in 0..<2 { #expect(try await run(script).status == 0) }
        #expect(!world.home.contains("home"))
        #expect(try await counts() == [2, 0])
        #expect(try await world.program.run(["secret", "set", "ANY"], input: "value\n").status == 0)
        for _ in 0..<2 { #expect(try await run(script).status == 0) }
        #expect(try await counts() == [3, 1])
    }

    @Test(arguments: [
        (#"http.get("API/document").cached"#, [2, 0]),
        (#"http.get("API/document", { cache = false }).cached"#, [2, 0]),
        (#"http.get("API/document?by=none", { cache = true }).cached"#, [2, 0]),
        (#"http.get("API/document?no_store=1", { cache = true }).cached"#, [2, 0]),
        (#"http.get("API/document", { cache = true, headers = { ["Cache-Control"] = "no-store" } }).cached"#, [2, 0]),
        (#"http.get("API/document", { cache = true, save = "saved.json" }).cached"#, [2, 0]),
        (#"http.get("API/document", { cache = { max_age = 600 } }).cached"#, [1, 0]),
        (#"http.get("API/document?by=none", { cache = { max_age = 600 } }).cached"#, [1, 0]),
        (#"http.get("API/document", { cache = { max_age = 0 } }).cached"#, [1, 1]),
        (#"#resource "r" { url = "API/document", path = "items", cache = true }:fetch()"#, [1, 1]),
        (#"#resource "r" { url = "API/document", path = "items" }:fetch()"#, [2, 0]),
        (#"#resource "r" { url = "API/document", path = "items", cache = false }:fetch()"#, [2, 0]),
    ])
    func whoUsesIt(expression: String, expected: [Int]) async throws {
        for _ in 0..<2 {
            let result = try await run("return \(expression)")
            #expect(result.status == 0, "\(result)")
        }
        #expect(try await counts() == expected)
    }

    @Test func noCacheLeavesItAlone() async throws {
        let script = Self.get.replacing("BY", with: "etag")
        _ = try await run(script, ["--no-cache"])
        #expect(!world.home.contains("home/store.sqlite"))
        _ = try await run(script)
        #expect(try await run(script, ["--no-cache"]).stdout.contains("false"))
        #expect(try await counts() == [3, 0])
    }

    /// What an answer varies by is a part of what it is kept under.
    @Test func anotherLanguageIsAnotherAnswer() async throws {
        let script = """
            local seen = {}
            for _, language in ipairs { "de", "en", "de" } do
              local res = http.get("API/document", { cache = true, headers = { ["Accept-Language"] = language } })
              seen[#seen + 1] = res:json().language .. tostring(res.cached)
            end
            return table.concat(seen, " ")
            """
        #expect(try await run(script).stdout == "\"defalse enfalse detrue\"\n")
    }

    /// A redirect within the origin is the way to the answer; one beyond is another server's answer.
    @Test func redirects() async throws {
        let other = world.url.replacing("127.0.0.1", with: "localhost")
        for (target, counts) in [("/api/document", [1, 1]), (other + "/api/document", [3, 1])] {
            let script = """
                return http.get("API/redirect", { cache = true, query = { to = "\(target)" } }).status
                """
            for _ in 0..<2 { #expect(try await run(script).stdout == "200\n") }
            #expect(try await self.counts() == counts, "\(target)")
        }
    }

    @Test func aLoginsAnswersGoWithIt() async throws {
        let path = try await world.signedIn(
            "local res = demo:get('/api/document', { cache = { max_age = 600 } }) return res.cached")
        func cached() async throws -> String { try await world.program.run(["run", path]).text }
        #expect(try await cached() == "false")
        #expect(try await cached() == "true")
        #expect(try await world.program.run(["logout", path]).status == 0)
        #expect(try await world.program.run(["authorize", path]).status == 0)
        #expect(try await cached() == "false")
        // A new login in the place of the old one may be another person's.
        #expect(try await cached() == "true")
        #expect(try await world.program.run(["authorize", path]).status == 0)
        #expect(try await cached() == "false")
    }

    @Test func getAsksOnlyWhenItIsTold() async throws {
        let path = try await world.signedIn()
        for flags in [[], ["--no-cache"], ["--cache"], ["--cache"]] {
            let result = try await world.program.run(["get"] + flags + [path, "/api/document"])
            #expect(result.status == 0 && result.stdout.contains("\"version\":1"), "\(result)")
        }
        #expect(try await counts() == [3, 1])
    }

    @Test func nothingOfAnAnswerIsReadable() async throws {
        let path = try await world.signedIn(
            "return demo:get('/api/document?account=somebody', { cache = true }).status")
        #expect(try await world.program.run(["run", path]).text == "200")
        for name in world.home.contents where name.contains("store.sqlite") && !name.contains(".locks") {
            let text = String(decoding: try world.home.bytes(of: name), as: UTF8.self)
            for word in ["somebody", "\"version\"", "/api/document"] {
                #expect(!text.contains(word), "\(name): \(word)")
            }
        }
    }

    /// A run never fails for its cache.
    @Test(arguments: [true, false]) func aStoreThatCannotBeUsed(isDamaged: Bool) async throws {
        let script = Self.get.replacing("BY", with: "etag")
        _ = try await run(script)
        if isDamaged {
            for name in ["home/store.sqlite-wal", "home/store.sqlite-shm"] {
                try? FileManager.default.removeItem(atPath: world.home.path(of: name))
            }
            try world.home.write(String(repeating: "this is no database ", count: 100), to: "home/store.sqlite")
        } else {
            try FileManager.default.removeItem(atPath: world.home.path(of: "home/key"))
        }
        let result = try await run(script, ["--log-level", "debug"])
        #expect(result.status == 0 && result.stdout.contains("false,\n1,"), "\(result)")
        #expect(result.stderr.contains("debug: the cache is not used in this run"), "\(result)")
        #expect(try await run(script).stderr == "")
    }
}

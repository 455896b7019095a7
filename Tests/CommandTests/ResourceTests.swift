import TestSupport
import Testing

/// Resources from the command line: what is wrong with a definition, and where; pages of a real server.
@Suite struct ResourceTests {
    @Test(arguments: [
        ("return resource 'r' {\n  url = 'x', pages = { cursor = 'next' } }", Int32(78), ["script.lua:1", "param"]),
        ("local x = 1\nresource 'r' { url = 'https://x.example/{id}' }", 78, ["script.lua:2", "{id}", "--param id=…"]),
        (
            "resource 'r' { url = 'https://x.example', since = { field = 'a' } }", 78,
            ["script.lua:1", "since", "param"]
        ),
        (
            "local r = resource 'r' { url = 'http://127.0.0.1:1/' }\n\nreturn r:fetch()", 69,
            ["script.lua:3", "127.0.0.1"]
        ),
        ("local r = resource 'r' { url = 'x' }\nr:fetch { limit = 'y' }", 1, ["script.lua:2", "limit"]),
    ])
    func wrongDefinitions(source: String, status: Int32, words: [String]) async throws {
        let home = try TempFolder("resource")
        let result = try await Command.oauthlua(home: home).run(["run", try home.write(source, to: "script.lua")])
        #expect(result.status == status, "\(result)")
        for word in words { #expect(result.stderr.contains(word), "\(result)") }
    }

    /// A resource of the demo provider's pages, and what it prints.
    private func run(_ style: String, _ fields: String, _ ending: String = "return r:count()") async throws
        -> Command.Result
    {
        let world = try await DemoWorld()
        let path = try world.home.write(
            """
            local r = resource "events" {
              url = "\(world.url)/api/pages/\(style)", path = "items", \(fields)
            }
            \(ending)
            """, to: "script.lua")
        return try await world.program.run(["run", path])
    }

    static let cursor = #"pages = { cursor = "next", param = "cursor" }"#

    @Test(arguments: [
        ("link?count=250", #"pages = "link""#, "250"),
        ("link?count=250", #"prefetch = 4"#, "250"),
        ("next_url?count=250", #"pages = { next_url = "next" }"#, "250"),
        ("cursor?count=250", cursor, "250"),
        ("cursor?count=250&size=7", cursor + ", limit = 100", "100"),
        ("token", #"json = { count = 250 }, pages = { token = "next", param = "page_token" }"#, "250"),
        ("header?count=250", #"pages = { cursor = "header:X-Next", param = "X-Cursor", into = "header" }"#, "250"),
        ("offset?count=250", #"pages = { offset = "offset", limit = "limit", size = 50 }"#, "250"),
        ("offset?count=250", #"pages = { offset = "offset", limit = "limit", size = 1000, total = "total" }"#, "250"),
        ("page?count=250", #"pages = { page = "page", per_page = "per_page", size = 50 }"#, "250"),
        ("page?count=200", #"pages = { page = "page", per_page = "per_page", size = 50 }"#, "200"),
    ])
    func everyStyle(style: String, fields: String, count: String) async throws {
        let result = try await run(style, fields)
        #expect(result.status == 0, "\(result)")
        #expect(result.stdout == count + "\n")
    }

    @Test(arguments: [
        ("cursor?fault=repeat", cursor, Int32(65), ["page 2", "already read"]),
        ("cursor?fault=loop", cursor, 65, ["already read"]),
        ("cursor?fault=empty", cursor, 65, ["100th without any item"]),
        ("cursor?fault=forever", #"pages = { cursor = "next", param = "cursor", max = 30 }"#, 65, ["page 30", "max"]),
        ("cursor?fault=refuse", cursor, 77, ["403"]),
        ("cursor?fault=html", cursor, 65, ["web page"]),
        ("next_url?fault=elsewhere", #"pages = { next_url = "next" }"#, 65, ["another server", "elsewhere.example"]),
        (
            "offset?fault=deaf&count=250", #"pages = { offset = "offset", limit = "limit", size = 50 }"#, 65,
            ["same items"]
        ),
        ("page?fault=deaf&count=250", #"pages = { page = "page", size = 100 }"#, 65, ["same items"]),
        ("cursor?fault=missing", cursor, 65, ["path 'items'"]),
    ])
    func everyFault(style: String, fields: String, status: Int32, words: [String]) async throws {
        let result = try await run(style, fields, "\nreturn r:count()")
        #expect(result.status == status, "\(result)")
        for word in words + ["script.lua:5"] { #expect(result.stderr.contains(word), "\(result)") }
        #expect(result.stdout == "")
    }

    @Test func pagesThatShrinkGiveWhatIsThere() async throws {
        let result = try await run(
            "offset?fault=shrink&count=250", #"pages = { offset = "offset", limit = "limit", size = 50 }"#)
        #expect(result.status == 0, "\(result)")
        #expect(Int(result.text) ?? 0 > 0, "\(result)")
    }

    /// The page that is fetched ahead takes a minute; nobody wants it any more.
    @Test func aLoopThatIsLeftDoesNotWaitForThePageAhead() async throws {
        let started = ContinuousClock.now
        let result = try await run(
            "cursor", Self.cursor,
            """
            local seen, slow = 0, r:with { pages = function(_, number)
              return { query = { cursor = number * 100, ms = 60000 } }
            end, prefetch = 1 }
            for row in slow:each() do
              seen = seen + 1
              task.sleep(0.01)
              if seen == 20 then break end
            end
            return seen
            """)
        #expect(result.text == "20", "\(result)")
        #expect(ContinuousClock.now - started < .seconds(45))
    }
}

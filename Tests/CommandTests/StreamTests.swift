import TestSupport
import Testing

/// Resources whose pages are lines of JSON, read while they come.
@Suite struct StreamTests {
    private func script(_ world: DemoWorld, _ query: String, _ fields: String, _ ending: String) throws -> String {
        try world.home.write(
            """
            local r = resource "lines" { url = "\(world.url)/api/lines?\(query)"\(fields.isEmpty ? "" : ", " + fields) }
            \(ending)
            """, to: "script.lua")
    }

    static let last =
        "local n, last = 0 for row in r:each() do n, last = n + 1, row.id end return { n = n, last = last }"

    @Test(arguments: [
        ("count=250", "", last, #"{"last":250,"n":250}"#), ("count=0", "", last, #"{"n":0}"#),
        ("count=100&bytes=5000&pages=3", "", last, #"{"last":300,"n":300}"#),
        ("count=100&pages=3", "prefetch = 0", last, #"{"last":300,"n":300}"#),
        ("count=100&bytes=5000&pages=3", "prefetch = 5", last, #"{"last":300,"n":300}"#),
        ("count=100&pages=3&type=text/plain", #"format = "ndjson""#, last, #"{"last":300,"n":300}"#),
        ("count=100&pages=3", "pages = false", last, #"{"last":100,"n":100}"#),
        ("count=4", #"path = "[*].id""#, "return r:fetch()", "[\n1,\n2,\n3,\n4\n]"),
        ("count=4", #"path = "[2].id""#, "return r:fetch()", "[\n3\n]"),
        ("count=2", #"fields = { "id" }"#, "return r:fetch()", "[\n{\"id\":1},\n{\"id\":2}\n]"),
        ("count=300", "limit = 7", "return r:count()", "7"),
        ("count=300", "cache = true", "return r:count()", "300"),
        (
            "count=30&pages=2", "", "local t = {} for items in r:pages() do t[#t + 1] = #items end return t",
            "[\n30,\n30\n]"
        ),
    ])
    func rows(query: String, fields: String, ending: String, text: String) async throws {
        let world = try await DemoWorld()
        let result = try await world.program.run([
            "run", "--output", "json", try script(world, query, fields, ending),
        ])
        #expect(result.status == 0, "\(result)")
        #expect(result.text == text)
    }

    /// 200 MB, and as much again behind a link.
    @Test func aLongStreamTakesNoMemory() async throws {
        let world = try await DemoWorld()
        let small = try await peak(world, try script(world, "count=10", "", Self.last))
        let large = try await peak(world, try script(world, "count=200000&bytes=1000&pages=2", "", Self.last))
        #expect(small.result.status == 0 && large.result.status == 0, "\(small.result) \(large.result)")
        #expect(large.result.text.contains("400000"))
        #expect(large.megabytes < small.megabytes + 24, "\(large.megabytes) MB, of ten lines \(small.megabytes) MB")
        let written = try await peak(world, try script(world, "count=200000&bytes=1000", "", "return r"), "-o", "rows")
        #expect(written.result.status == 0, "\(written.result)")
        #expect(written.megabytes < small.megabytes + 24, "\(written.megabytes) MB, of ten lines \(small.megabytes) MB")
    }

    private func peak(_ world: DemoWorld, _ script: String, _ flags: String...) async throws -> (
        result: Command.Result, megabytes: Int
    ) {
        try await world.peakMemory(["run", "--output", "ndjson"] + flags + [script])
    }

    /// It would take minutes to the end; nobody waits for it.
    @Test func whatIsNotWantedIsNotWaitedFor() async throws {
        let world = try await DemoWorld()
        for ending in [
            "return r:first().id", "return #r:fetch { limit = 3 }", "for row in r:each() do return row.id end",
        ] {
            let result = try await world.program.run(["run", try script(world, "count=1000&ms=1000", "", ending)])
            #expect(result.status == 0 && ["1", "3"].contains(result.text), "\(result)")
        }
    }

    @Test func rowsAppearWhileTheAnswerIsOpen() async throws {
        let world = try await DemoWorld()
        let path = try script(world, "count=1000&ms=1000", "", "return r")
        let running = try world.program.start(["run", "--output", "ndjson", path])
        #expect(try await running.line { _ in true } == #"{"id":1,"text":""}"#)
        #expect(try await running.line { _ in true } == #"{"id":2,"text":""}"#)
        running.kill()
    }

    @Test func aStreamThatBreaksIsAnError() async throws {
        let world = try await DemoWorld()
        let path = try script(world, "count=1000&cut=300", "", "return r")
        let result = try await world.program.run(["run", "--output", "ndjson", path])
        #expect(result.status == 69, "\(result)")
        #expect(result.stdout.split(separator: "\n").count == 300)
        for words in [
            "resource 'lines': page 1 broke off behind its item 300", "cut short", "Run it again", "script.lua",
        ] { #expect(result.stderr.contains(words), "\(result)") }
        let text = try script(world, "count=1000&type=text/html", #"format = "ndjson""#, "return r:count()")
        #expect(try await world.program.run(["run", text]).text == "1000")
    }

    @Test func anErrorNamesTheLineOfTheWhole() async throws {
        let world = try await DemoWorld()
        // The big array is no lines of JSON: the first line is wrong, whatever its size.
        let path = try world.home.write(
            #"return resource "r" { url = "\#(world.url)/api/big?mb=1", format = "ndjson" }:fetch()"#, to: "big.lua")
        let result = try await world.program.run(["run", path])
        #expect(result.status == 65 && result.stderr.contains("not valid NDJSON"), "\(result)")
        #expect(result.stderr.contains("line 1,"), "\(result)")
    }

    /// A checkpoint in the second of two parts: the next run goes on behind it.
    @Test func aRunGoesOnInTheMiddleOfAStream() async throws {
        let world = try await DemoWorld()
        let path = try script(
            world, "count=3000&bytes=500&pages=2", "",
            """
            local ids = {}
            for row in r:each() do
              ids[#ids + 1] = row.id
              if row.id == tonumber(params.stop) then checkpoint() error "enough" end
            end
            return { first = ids[1], last = ids[#ids], count = #ids }
            """)
        #expect(try await world.program.run(["run", "--param", "stop=2500", path]).status == 1)
        #expect(try await world.program.run(["run", "--param", "stop=4000", path]).status == 1)
        let result = try await world.program.run(["run", "--output", "json", path])
        #expect(result.text == #"{"count":2000,"first":4001,"last":6000}"#, "\(result)")
    }
}

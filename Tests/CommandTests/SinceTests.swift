import Foundation
import TestSupport
import Testing

/// `since` from run to run: each gets what is new, and only a run that ended well moves it on.
@Suite struct SinceTests {
    static let ndjson = ["--output", "ndjson"]

    private func ids(_ sync: SyncWorld, _ flags: [String] = [], count: Int) async throws -> [Int] {
        let result = try await sync.run(Self.ndjson + flags, ["count=\(count)"])
        #expect(result.status == 0, "\(result)")
        return SyncWorld.ids(result.stdout)
    }

    /// The provider includes the boundary: its row would come again.
    @Test(arguments: ["", KilledSyncTests.key]) func onlyWhatIsNew(fields: String) async throws {
        let sync = try await SyncWorld(fields + SyncWorld.since)
        #expect(try await ids(sync, count: 500) == Array(1...500))
        let before = try await sync.pages()
        #expect(try await ids(sync, count: 620) == Array(501...620))
        #expect(try await sync.pages() - before == 3)
        #expect(try await ids(sync, count: 620) == [])
        #expect(try await ids(sync, count: 621) == [621])
    }

    @Test func everyWayToThem() async throws {
        let sync = try await SyncWorld(SyncWorld.since)
        let script = try String(contentsOfFile: sync.script, encoding: .utf8)
        for (number, end) in [":fetch()", "", ":each()"].enumerated() {
            var text = script.replacing("return resource", with: "local events = resource")
            text += end == ":each()" ? "\nfor row in events:each() do print(row.id) end" : "\nreturn events\(end)"
            let path = try sync.demo.home.write(text, to: "way\(number).lua")
            for (count, expected) in [(120, Array(1...120)), (130, Array(121...130)), (130, [])] {
                let result = try await sync.demo.program.run(
                    ["run"] + Self.ndjson + ["--param", "count=\(count)", path])
                #expect(result.status == 0, "\(result)")
                let found = end == ":fetch()" ? result.stdout.replacing("[]", with: "") : result.stdout
                #expect(SyncWorld.ids(found) == expected, "\(end) \(result)")
            }
        }
    }

    @Test(
        arguments: [
            ([], ["fault=refuse"], 77), (["-o", "nowhere/out"], [], 74), (["--max-time", "2"], ["stall=2"], 124),
            (["--output", "csv", "-o", "/dev/full"], [], 74),
        ] as [([String], [String], Int32)])
    func aRunThatFailsLeavesItWhereItIs(flags: [String], params: [String], status: Int32) async throws {
        let sync = try await SyncWorld(SyncWorld.since)
        #expect(try await ids(sync, count: 500) == Array(1...500))
        let before = try await sync.state()
        #expect(before.contains("\"since\""))
        let failed = try await sync.run(Self.ndjson + flags, ["count=620"] + params)
        #expect(failed.status == status, "\(failed)")
        #expect(try await sync.state() == before)
        #expect(try await ids(sync, count: 620) == Array(501...620))
    }

    @Test func aRunThatIsKilledLeavesItWhereItIs() async throws {
        let sync = try await SyncWorld(SyncWorld.since)
        #expect(try await ids(sync, count: 500) == Array(1...500))
        let before = try await sync.state()
        let pages = try await sync.pages()
        let process = try sync.start(Self.ndjson, ["count=620", "stall=2"])
        try await sync.waitForPages(pages + 2)
        try await sync.kill(process)
        #expect(try await sync.state() == before)
        #expect(try await ids(sync, count: 620) == Array(501...620))
    }

    @Test func full() async throws {
        let sync = try await SyncWorld(SyncWorld.since)
        #expect(try await ids(sync, count: 300) == Array(1...300))
        let before = try await sync.state()
        #expect(try await ids(sync, ["--full"], count: 200) == Array(1...200))
        // Its newest row is the new beginning, also where the old one was newer.
        #expect(try await sync.state() != before)
        #expect(try await ids(sync, count: 210) == Array(201...210))
        let failed = try await sync.run(Self.ndjson + ["--full"], ["count=400", "fault=refuse"])
        #expect(failed.status == 77, "\(failed)")
        #expect(try await ids(sync, count: 215) == Array(211...215))
    }

    @Test func profilesHaveTheirOwn() async throws {
        let sync = try await SyncWorld(SyncWorld.since)
        #expect(try await ids(sync, count: 200) == Array(1...200))
        #expect(try await ids(sync, ["--profile", "work"], count: 150) == Array(1...150))
        #expect(try await ids(sync, count: 210) == Array(201...210))
        #expect(try await ids(sync, ["--profile", "work"], count: 160) == Array(151...160))
        #expect(try await sync.state() != sync.state(profile: "work"))
    }

    // MARK: Two runs at the same time

    /// The second goes on from where the first has come to.
    @Test func nothingIsLostOrTwice() async throws {
        let sync = try await SyncWorld(SyncWorld.since)
        let runs = try (0..<3).map { _ in try sync.start(Self.ndjson, ["count=300", "ms=150"]) }
        var all: [Int] = []
        for run in runs {
            let result = try await run.wait()
            #expect(result.status == 0, "\(result)")
            all += SyncWorld.ids(result.stdout)
        }
        #expect(all.sorted() == Array(1...300))
        #expect(try await ids(sync, count: 301) == [301])
    }

    @Test func aRunThatMustBeTheOnlyOne() async throws {
        let sync = try await SyncWorld(SyncWorld.since)
        let first = try sync.start(Self.ndjson, ["stall=2"])
        try await sync.waitForPages(2)
        let refused = try await sync.run(Self.ndjson + ["--single"])
        #expect(refused.status == 75 && refused.stdout.isEmpty, "\(refused)")
        // The one that waits comes to its turn when the first is dead.
        let second = try sync.start(Self.ndjson, ["count=120"])
        try await Task.sleep(for: .milliseconds(300))
        #expect(second.isRunning && second.stdout.isEmpty)
        try await sync.kill(first)
        #expect(SyncWorld.ids(try await second.wait().stdout) == Array(1...120))
    }

    /// Scripts that keep nothing hold up nobody, and make no store.
    @Test(arguments: ["return events", "for _ in events:each() do end", "return events:fetch()"])
    func withoutSinceRunsGoSideBySide(end: String) async throws {
        let world = try await DemoWorld()
        let path = try world.home.write(
            """
            local events = resource "events" {
              url = "\(world.url)/api/pages/cursor", path = "items", pages = { cursor = "next", param = "cursor" },
              query = { count = 200, stall = params.stall }, cache = false,
            }
            \(end)
            """, to: "plain.lua")
        let first = try world.program.start(["run", "--param", "stall=2", path])
        while try await world.stats()["pages"] != 2 { try await Task.sleep(for: .milliseconds(5)) }
        let second = try await world.program.run(["run", path], timeout: .seconds(30))
        #expect(second.status == 0 && first.isRunning, "\(second)")
        #expect(!world.home.contains("home"))
        let piped = try await world.program.run(
            ["run", "-"], input: String(contentsOfFile: path, encoding: .utf8))
        #expect(piped.status == 0, "\(piped)")
    }
}

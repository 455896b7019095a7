import Foundation
import TestSupport
import Testing

/// `kill -9` in the middle of a sync, and then the same command again.
@Suite struct KilledSyncTests {
    static let everything = Array(1...1000)
    static let key = #"key = "id","#

    // MARK: Into a database

    /// Without a `key` every row that came twice would be there twice.
    @Test(arguments: [
        ("pause=7", "", 14), ("pause=7", key + SyncWorld.since, 14), ("stall=8", "", 14),
        ("stall=8", SyncWorld.since, 14),
        ("stall=8", key + SyncWorld.since, 14),
    ])
    func aSyncGoesOnBehindItsLastCheckpoint(where point: String, fields: String, pages: Int) async throws {
        let sync = try await SyncWorld(fields)
        let flags = ["--output", "sqlite:rows.db", "--table", "t"]
        let process = try sync.start(flags, ["checkpoint=1", point])
        if point.hasPrefix("pause") { try await process.output(containing: "paused") }
        // Page 8 was asked for, and page 7 is written, and not committed.
        try await sync.waitForPages(8)
        try await sync.wait(for: "the seventh checkpoint") {
            sync.demo.home.contains("rows.db") ? try await sync.ids("t", in: "rows.db").count == 300 : false
        }
        try await sync.kill(process)
        #expect(try await sync.ids("t", in: "rows.db") == Array(1...300))
        let before = try await sync.pages()
        let again = try await sync.run(flags, ["checkpoint=1"])
        #expect(again.status == 0, "\(again)")
        #expect(try await sync.ids("t", in: "rows.db") == Self.everything)
        #expect(try await sync.pages() - before == pages)
        // A run that came to its end begins anew, or with what is new.
        #expect(try await !sync.state().contains("position"))
    }

    @Test(arguments: ["", key + SyncWorld.since]) func withoutACheckpointItBeginsAnew(fields: String) async throws {
        let sync = try await SyncWorld(fields)
        let flags = ["--output", "sqlite:rows.db"]
        let process = try sync.start(flags, ["stall=8"])
        try await sync.waitForPages(8)
        try await sync.wait(for: "rows") { sync.demo.home.contains("rows.db-journal") }
        try await sync.kill(process)
        #expect(try await sync.ids(in: "rows.db") == [])
        #expect(try await sync.state() == "")
        #expect(try await sync.run(flags).status == 0)
        #expect(try await sync.ids(in: "rows.db") == Self.everything)
    }

    /// Again and again in the middle of a transaction, each run going on from where the one before it was killed.
    @Test func killedWhileWriting() async throws {
        let sync = try await SyncWorld(Self.key + SyncWorld.since)
        let flags = ["--output", "sqlite:rows.db"]
        for round in 1...4 {
            // Page 4 · round is written when the one behind it is asked for, or about to be.
            let process = try sync.start(flags, ["checkpoint=1", "stall=\(round * 4 + 1)"])
            try await sync.wait(for: "its pages") {
                let ids = sync.demo.home.contains("rows.db") ? try await sync.ids(in: "rows.db") : []
                return ids.count >= SyncWorld.size * (round * 4 - 2)
            }
            try await sync.wait(for: "a transaction") { sync.demo.home.contains("rows.db-journal") }
            try await sync.kill(process)
            let ids = try await sync.ids(in: "rows.db")
            #expect(ids == Array(Self.everything.prefix(ids.count)))
            #expect(ids.count < SyncWorld.size * (round * 4 + 1))
        }
        let last = try await sync.run(flags, ["checkpoint=1"])
        #expect(last.status == 0, "\(last)")
        #expect(try await sync.ids(in: "rows.db") == Self.everything)
    }

    // MARK: To stdout

    /// What was handed on stays handed on; rows behind the last checkpoint come twice, and none is missing.
    @Test(arguments: ["ndjson", "csv"]) func linesGoOnBehindTheLastCheckpoint(format: String) async throws {
        let sync = try await SyncWorld(SyncWorld.since)
        let process = try sync.start(["--output", format], ["checkpoint=1", "stall=8"])
        try await process.output(containing: format == "csv" ? "\n350," : "\"id\":350,")
        try await sync.kill(process)
        #expect(SyncWorld.ids(process.stdout) == Array(1...350))
        let again = try await sync.run(["--output", format], ["checkpoint=1"])
        #expect(again.status == 0, "\(again)")
        #expect(SyncWorld.ids(again.stdout) == Array(301...1000))
        if format == "csv" { #expect(again.stdout.hasPrefix("id,updated\r\n301,")) }
    }

    /// A document that is worth something only as a whole has no middle to go on from.
    @Test(arguments: ["json", "table", "markdown"]) func documentsBeginAnew(format: String) async throws {
        let sync = try await SyncWorld(SyncWorld.since)
        let process = try sync.start(["--output", format], ["checkpoint=1", "pause=7"])
        try await process.output(containing: "paused")
        try await sync.kill(process)
        let again = try await sync.run(["--output", "ndjson"], ["checkpoint=1"])
        #expect(again.status == 0, "\(again)")
        #expect(SyncWorld.ids(again.stdout) == Self.everything)
    }

    /// What a loop printed before a checkpoint has left the process.
    @Test func aLoopThatPrints() async throws {
        let world = try await DemoWorld()
        let path = try world.home.write(
            """
            local log = io.open("log.txt", "a")
            local events = resource "events" {
              url = "\(world.url)/api/pages/cursor", path = "items", pages = { cursor = "next", param = "cursor" },
              query = { size = 50 },
            }
            for event in events:each() do
              print(event.id)
              log:write(event.id, "\\n")
              if event.id % 70 == 0 then
                checkpoint()
                if params.pause and event.id == 210 then
                  io.stderr:write "paused\\n"
                  while true do end
                end
              end
            end
            """, to: "loop.lua")
        let process = try world.program.start(["run", "--param", "pause=1", path])
        try await process.output(containing: "paused")
        process.kill()
        _ = try await process.wait()
        #expect(SyncWorld.ids(process.stdout) == Array(1...210))
        #expect(SyncWorld.ids(try world.home.read("log.txt")) == Array(1...210))
        let again = try await world.program.run(["run", path])
        #expect(again.status == 0, "\(again)")
        #expect(SyncWorld.ids(again.stdout) == Array(211...1000))
        #expect(SyncWorld.ids(try world.home.read("log.txt")) == Self.everything)
    }

    // MARK: Into a file

    @Test(arguments: ["ndjson", "csv", "json"]) func theOldFileStaysWhole(format: String) async throws {
        let sync = try await SyncWorld(SyncWorld.since)
        let home = sync.demo.home
        try home.write("old", to: "out")
        let flags = ["--output", format, "-o", "out"]
        let process = try sync.start(flags, ["checkpoint=1", "stall=8"])
        try await sync.waitForPages(8)
        try await sync.wait(for: "a part") { home.contents.contains { $0.hasSuffix(".part") } }
        try await sync.kill(process)
        #expect(try home.read("out") == "old")
        #expect(home.contents.contains { $0.hasSuffix(".part") })
        let again = try await sync.run(flags, ["checkpoint=1"])
        #expect(again.status == 0, "\(again)")
        let text = try home.read("out").replacing(",\n", with: "\n")
        #expect(SyncWorld.ids(text) == Self.everything)
        #expect(!home.contents.contains { $0.hasSuffix(".part") })
    }

    /// What is left behind goes, and what another run is writing stays.
    @Test func anotherRunsFileIsNotTouched() async throws {
        let sync = try await SyncWorld()
        let home = sync.demo.home
        func parts() -> [String] { home.contents.filter { $0.hasSuffix(".part") } }
        let flags = ["--output", "ndjson", "-o", "out"]
        let first = try sync.start(flags, ["stall=8"])
        try await sync.wait(for: "a part") { !parts().isEmpty }
        let part = parts()
        try home.write("mine", to: ".oauthlua-out-x.part")
        let second = try await sync.run(flags)
        #expect(second.status == 0, "\(second)")
        #expect(SyncWorld.ids(try home.read("out")) == Self.everything)
        #expect(first.isRunning && parts() == part + [".oauthlua-out-x.part"])
        try await sync.kill(first)
        #expect(try await sync.run(flags).status == 0)
        #expect(parts() == [".oauthlua-out-x.part"])
    }
}

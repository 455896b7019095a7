import Foundation
import TestSupport

/// A script that copies the demo provider's pages (50 rows each, numbered from 1) again and again, and what came of it.
///
/// What it does is in its `--param`: `count` of the rows; `stall` as the provider knows it; `fault` too; `checkpoint` makes one at the
/// beginning of each page; `pause` stops behind that of a page, and says so.
struct SyncWorld {
    static let size = 50
    let demo: DemoWorld
    let script: String

    /// - Parameter fields: of the resource, besides.
    init(_ fields: String = "", named name: String = "sync.lua") async throws {
        try await self.init(DemoWorld(), fields, named: name)
    }

    init(_ demo: DemoWorld, _ fields: String, named name: String = "sync.lua") throws {
        self.demo = demo
        script = try demo.home.write(
            """
            local last
            return resource "events" {
              url = "\(demo.url)/api/pages/cursor", path = "items", pages = { cursor = "next", param = "cursor" },
              query = {
                count = params.count or 1000, size = \(Self.size), stall = params.stall, fault = params.fault, ms = params.ms,
              },
              process = function(item, page)
                if params.checkpoint and page ~= last then
                  last = page
                  checkpoint()
                  if params.pause == tostring(page) then
                    io.stderr:write "paused\\n"
                    task.sleep(600)
                  end
                end
                return { id = item.id, updated = item.updated }
              end,
              columns = { "id", "updated" }, \(fields)
            }
            """, to: name)
    }

    static let since = #"since = { field = "updated", param = "updated_min" },"#

    /// The command line: `output` and other flags, `params` as `name=value`.
    func arguments(_ flags: [String], _ params: [String] = []) -> [String] {
        ["run"] + flags + params.flatMap { ["--param", $0] } + [script]
    }

    func run(_ flags: [String], _ params: [String] = []) async throws -> Command.Result {
        try await demo.program.run(arguments(flags, params))
    }

    func start(_ flags: [String], _ params: [String] = []) throws -> RunningProcess {
        try demo.program.start(arguments(flags, params))
    }

    /// Ends a run as nothing else does: at once, and without a word.
    func kill(_ process: RunningProcess) async throws {
        process.kill()
        let result = try await process.wait()
        guard result.signal == SIGKILL else { throw ProcessFailure(description: "it ended by itself: \(result)") }
    }

    /// How many pages were asked for so far.
    func pages() async throws -> Int { try await demo.stats()["pages"] ?? 0 }

    func waitForPages(_ count: Int) async throws {
        try await wait(for: "\(count) pages") { try await pages() >= count }
    }

    func wait(for what: String, _ condition: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while try await !condition() {
            guard ContinuousClock.now < deadline else { throw ProcessFailure(description: "waited for \(what)") }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// The ids of a table of a database, sorted.
    func ids(_ table: String = "events", in name: String) async throws -> [Int] {
        let result = try await Command("/usr/bin/python3").run([
            "-c",
            """
            import sqlite3, sys
            database = sqlite3.connect("file:" + sys.argv[1] + "?mode=rw", uri=True) # rolls back what a killed run has left
            try:
                for row in database.execute(f"SELECT id FROM {sys.argv[2]} ORDER BY id"): print(row[0])
            except sqlite3.OperationalError as error:
                if "no such table" not in str(error): raise
            """, demo.home.path(of: name), table,
        ])
        guard result.status == 0 else { throw ProcessFailure(description: "\(result)") }
        return result.stdout.split(separator: "\n").compactMap { Int($0) }
    }

    /// The ids in lines of NDJSON or CSV, in their order; a line that was cut short is none.
    static func ids(_ text: String) -> [Int] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            if let match = line.firstMatch(of: /^\{"id":([0-9]+),.*\}$/) { return Int(match.1) }
            return Int(line.prefix { $0 != "," })
        }
    }

    /// What is kept, as text.
    func state(profile: String = "default") async throws -> String {
        try await demo.program.run(["state", "show", "--profile", profile, script]).stdout
    }
}

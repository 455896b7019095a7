import Foundation
import TestSupport
import Testing

/// Disks that are full: one error, the right exit code, and what was there before as it was.
@Suite struct FullDiskTests {
    private func expectOneError(_ result: Command.Result, _ words: String...) {
        #expect(result.status == 74, "\(result)")
        let errors = result.stderr.split(separator: "\n").filter { $0.hasPrefix("error:") }
        #expect(errors.count == 1, "\(result)")
        for word in words { #expect(result.stderr.contains(word), "\(result)") }
    }

    // MARK: Files

    /// The rows come page by page, so that the disk is full while the script runs.
    @Test(.enabled(if: SmallDisk.isPossible), arguments: ["json", "ndjson", "csv", "table", "markdown"])
    func anOutputFile(format: String) async throws {
        let sync = try await SyncWorld(SyncWorld.since)
        let disk = try SmallDisk(size: 256 << 10)
        let path = try disk.folder.write("old", to: "out")
        let result = try await sync.run(["--output", format, "-o", path], ["count=20000", "checkpoint=1"])
        expectOneError(result, path, "No space left on device", "Free some space")
        #expect(try disk.folder.read("out") == "old")
        #expect(disk.folder.contents == ["out"])
        #expect(try await !sync.state().contains("since"))
        let new = disk.folder.path(of: "new")
        expectOneError(try await sync.run(["--output", format, "-o", new], ["count=20000"]), new)
        #expect(disk.folder.contents == ["out"])
    }

    @Test(.enabled(if: SmallDisk.isPossible)) func aDatabase() async throws {
        let sync = try await SyncWorld(KilledSyncTests.key + SyncWorld.since)
        let disk = try SmallDisk(size: 256 << 10)
        let path = disk.folder.path(of: "rows.db")
        let flags = ["--output", "sqlite:\(path)"]
        #expect(try await sync.run(flags, ["count=100"]).status == 0)
        let before = try disk.folder.bytes(of: "rows.db")
        let state = try await sync.state()
        expectOneError(try await sync.run(flags, ["count=20000"]), path, "no space is left")
        #expect(try disk.folder.bytes(of: "rows.db").elementsEqual(before))
        #expect(disk.folder.contents == ["rows.db"])
        #expect(try await sync.state() == state)
        // With checkpoints the rows before the last one stay, and the next run goes on behind them.
        expectOneError(try await sync.run(flags, ["count=20000", "checkpoint=1"]), path)
        let kept = try await ids(path)
        #expect(kept.count > 100 && kept == Array(1...kept.count))
        #expect(try await sync.state().contains("position"))
    }

    private func ids(_ path: String) async throws -> [Int] {
        let result = try await Command("/usr/bin/python3").run([
            "-c",
            "import sqlite3, sys\nfor r in sqlite3.connect(sys.argv[1]).execute('SELECT id FROM events ORDER BY id'): print(r[0])",
            path,
        ])
        return result.stdout.split(separator: "\n").compactMap { Int($0) }
    }

    @Test(.enabled(if: SmallDisk.isPossible)) func aDownload() async throws {
        let world = try await DemoWorld()
        let disk = try SmallDisk(size: 256 << 10)
        let path = try disk.folder.write("old", to: "out")
        let script = try world.home.write(
            "http.get('\(world.url)/api/file?kb=1024', { save = '\(path)' })", to: "s.lua")
        expectOneError(try await world.program.run(["run", script]), path, "no space left on device")
        #expect(try disk.folder.read("out") == "old")
        #expect(disk.folder.contents == ["out"])
        let got = try await world.program.run([
            "get", "-o", path, try world.script("return 1"), "\(world.url)/api/file?kb=1024",
        ])
        #expect(got.status != 0)
        #expect(try disk.folder.read("out") == "old")
    }

    // MARK: The store

    @Test(.enabled(if: SmallDisk.isPossible)) func theStore() async throws {
        let disk = try SmallDisk(size: 512 << 10)
        let home = try TempFolder("full")
        let program = try Command.oauthlua(home: home, environment: [:])
        let there = ["OAUTHLUA_HOME": disk.folder.path(of: "home")]
        let script = try home.write(
            "state.text = params.n and ('x'):rep(tonumber(params.n)) return #(state.text or '')", to: "script.lua")
        #expect(try await program.run(["run", "--param", "n=10", script], environment: there).status == 0)
        let shown = ["state", "show", script]
        let before = try await program.run(shown, environment: there).stdout
        let large = try await program.run(["run", "--param", "n=2000000", script], environment: there)
        expectOneError(large, "space")
        #expect(try await program.run(shown, environment: there).stdout == before)
        // Whatever filled the disk is gone: all is well again.
        let again = try await program.run(["run", "--param", "n=11", script], environment: there)
        #expect(again.status == 0, "\(again)")
    }

    @Test(.enabled(if: SmallDisk.isPossible)) func aStoreThatCannotBeMade() async throws {
        let disk = try SmallDisk(size: 64 << 10)
        try disk.folder.write([UInt8](repeating: 0, count: 56 << 10), to: "filler")
        let home = try TempFolder("full")
        let program = try Command.oauthlua(home: home)
        let there = ["OAUTHLUA_HOME": disk.folder.path(of: "home")]
        let script = try home.write("state.x = 1", to: "script.lua")
        expectOneError(try await program.run(["run", script], environment: there), "space")
        let secret = try await program.run(["secret", "set", "NAME"], environment: there, input: "value\n")
        expectOneError(secret, "space")
        try FileManager.default.removeItem(atPath: disk.folder.path(of: "filler"))
    }

    // MARK: Standard output

    private func full(_ sync: SyncWorld, _ flags: [String], _ params: [String] = []) async throws -> Command.Result {
        let program = sync.demo.program
        let words = ([program.executable] + sync.arguments(flags, params)).map { "'\($0)'" }.joined(separator: " ")
        return try await Command("/bin/sh", environment: program.environment, folder: program.folder).run([
            "-c", "\(words) > /dev/full",
        ])
    }

    @Test(arguments: ["json", "ndjson", "csv", "table", "markdown", "auto"])
    func standardOutput(format: String) async throws {
        let sync = try await SyncWorld(SyncWorld.since)
        expectOneError(try await full(sync, ["--output", format], ["checkpoint=1"]), "No space left")
        #expect(try await !sync.state().contains("since"))
    }

    @Test(arguments: [
        "print 'lost'", "print 'lost' os.exit(0)", "print 'lost' checkpoint()",
        "for i = 1, 1e5 do print(i) end", "pcall(function() for i = 1, 1e5 do print(i) end end)",
    ])
    func whatAScriptPrints(source: String) async throws {
        let home = try TempFolder("lost")
        let program = try Command.oauthlua(home: home)
        let script = try home.write("state.x = 1 " + source, to: "script.lua")
        let result = try await Command("/bin/sh", environment: program.environment, folder: home.path).run(
            ["-c", "'\(program.executable)' run '\(script)' > /dev/full"])
        expectOneError(result, "No space left")
        #expect(try await program.run(["state", "show", script]).stdout == "")
    }
}

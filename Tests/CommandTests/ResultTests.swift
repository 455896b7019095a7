import Foundation
import TestSupport
import Testing

/// What a script returns, on its way to stdout, a file or a database.
@Suite struct ResultTests {
    /// A world that is signed in, and a script that returns resources: `events` (250 rows in pages of 50), `mails`.
    func world() async throws -> (world: DemoWorld, script: String) {
        let world = try await DemoWorld()
        let script = try await world.signedIn(
            """
            local last
            local function events(name, columns)
              return resource(name) {
                connection = demo, url = "/calendar/v3/calendars/primary/events", path = "items", columns = columns,
                query = { maxResults = 50 }, pages = { cursor = "nextPageToken", param = "pageToken" },
                process = function(event, page)
                  if params.slow and page ~= last then last = page task.sleep(page == 2 and 10 or 0) end
                  if params.fails and page == 3 then error "the third page" end
                  return { id = event.id, title = event.summary, page = page }
                end,
              }
            end
            local results = { one = events("events", { "id", "page" }) }
            results.both = { events = results.one, pages = events("pages", { "page" }) }
            return results[params.what or "one"]
            """)
        return (world, script)
    }

    @Test(arguments: [("json", 252), ("ndjson", 250), ("csv", 251), ("markdown", 252), ("table", 252)])
    func aReturnedResourceIsFetched(format: String, lines: Int) async throws {
        let (world, script) = try await world()
        let result = try await world.program.run(["run", "--output", format, script])
        #expect(result.status == 0, "\(result)")
        #expect(result.stdout.split(whereSeparator: \.isNewline).count == lines, "\(result)")
        if format == "json" {
            let rows = try JSONSerialization.jsonObject(with: Data(result.stdoutBytes)) as? [[String: Any]]
            #expect(rows?.count == 250)
        }
    }

    @Test func rowsAreThereBeforeTheLastPage() async throws {
        let (world, script) = try await world()
        let process = try world.program.start(["run", "--output", "ndjson", "--param", "slow=1", script])
        _ = try await process.line()
        #expect(process.isRunning)
        #expect(process.stdout.split(separator: "\n").count < 250)
        #expect(try await process.wait().status == 0)
    }

    @Test func aFailureNamesTheScriptAndLeavesTheOldFile() async throws {
        let (world, script) = try await world()
        try world.home.write("old", to: "out.json")
        let result = try await world.program.run(["run", "-o", "out.json", "--param", "fails=1", script])
        #expect(result.status == 1, "\(result)")
        #expect(result.stderr.contains("the third page") && result.stderr.contains("script.lua:"), "\(result)")
        #expect(try world.home.read("out.json") == "old")
        #expect(!world.home.contents.contains { $0.hasSuffix(".part") })
    }

    @Test func severalResults() async throws {
        let (world, script) = try await world()
        let both = ["--param", "what=both"]
        let json = try await world.program.run(["run"] + both + [script])
        let object = try JSONSerialization.jsonObject(with: Data(json.stdoutBytes)) as? [String: [[String: Any]]]
        #expect(object?.mapValues(\.count) == ["events": 250, "pages": 250])
        let refused = try await world.program.run(["run", "--output", "csv"] + both + [script])
        #expect(refused.status == 78 && refused.stdout == "", "\(refused)")
        #expect(refused.stderr.contains("--table events"), "\(refused)")
        let picked = try await world.program.run(["run", "--output", "csv", "--table", "pages"] + both + [script])
        #expect(picked.stdout.hasPrefix("page\r\n1\r\n"), "\(picked)")
        let unknown = try await world.program.run(["run", "--table", "page"] + both + [script])
        #expect(unknown.status == 78 && unknown.stderr.contains("--table pages"), "\(unknown)")
    }

    // MARK: Databases

    private func count(_ table: String, in path: String) async throws -> String {
        let result = try await Command("/usr/bin/python3").run([
            "-c",
            "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); print(c.execute('PRAGMA integrity_check').fetchone()[0], "
                + "c.execute('SELECT count(*) FROM ' + sys.argv[2]).fetchone()[0])", path, table,
        ])
        return result.status == 0 ? result.text : result.stderr
    }

    @Test func aDatabaseGetsATableEach() async throws {
        let (world, script) = try await world()
        let path = world.home.path(of: "rows.db")
        let result = try await world.program.run(["run", "--output", "sqlite:rows.db", "--param", "what=both", script])
        #expect(result.status == 0 && result.stdout == "", "\(result)")
        #expect(try await count("events", in: path) == "ok 250")
        #expect(try await count("pages", in: path) == "ok 250")
        let named = try await world.program.run(["run", "--output", "sqlite:rows.db", "--table", "mine", script])
        #expect(named.status == 0, "\(named)")
        #expect(try await count("mine", in: path) == "ok 250")
        let failed = try await world.program.run(
            ["run", "--output", "sqlite:rows.db", "--table", "mine", "--param", "fails=1", script])
        #expect(failed.status == 1)
        #expect(try await count("mine", in: path) == "ok 250")
    }

    @Test func aKilledRunLeavesTheDatabaseAsItWas() async throws {
        let (world, script) = try await world()
        let path = world.home.path(of: "rows.db")
        let arguments = ["run", "--output", "sqlite:rows.db", script]
        #expect(try await world.program.run(arguments).status == 0)
        let process = try world.program.start(["run", "--param", "slow=1"] + arguments.dropFirst())
        while process.isRunning, !world.home.contains("rows.db-journal") { try await Task.sleep(for: .milliseconds(5)) }
        #expect(process.isRunning)
        process.kill()
        _ = try await process.wait()
        #expect(try await count("events", in: path) == "ok 250")
    }

    @Test(
        arguments: [
            ("return 42", 78, "a number"), ("return { { id = 1 } }", 78, "--table NAME"), ("return nil", 0, ""),
        ] as [(String, Int32, String)])
    func whatADatabaseTakes(source: String, status: Int32, words: String) async throws {
        let home = try TempFolder("rows")
        let result = try await Command.oauthlua(home: home).run(
            ["run", "--output", "sqlite:rows.db", try home.write(source, to: "script.lua")])
        #expect(result.status == status && (words.isEmpty || result.stderr.contains(words)), "\(result)")
        #expect(!home.contains("rows.db"))
    }

    // MARK: Files and pipes

    @Test func linksAndPermissionsStay() async throws {
        let home = try TempFolder("file")
        let script = try home.write("return { 1 }", to: "script.lua")
        let target = try home.write("old", to: "folder/target.json")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: target)
        try FileManager.default.createSymbolicLink(
            atPath: home.path(of: "link.json"), withDestinationPath: "folder/target.json")
        let result = try await Command.oauthlua(home: home).run(["run", "-o", "link.json", script])
        #expect(result.status == 0, "\(result)")
        #expect(try home.read("folder/target.json") == "[\n1\n]\n")
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: home.path(of: "link.json"))
                == "folder/target.json")
        let mode = try FileManager.default.attributesOfItem(atPath: target)[.posixPermissions] as? Int
        #expect(mode == 0o640)
        let device = try await Command.oauthlua(home: home).run(["run", "-o", "/dev/null", script])
        #expect(device.status == 0, "\(device)")
        #expect(
            try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
                == .typeCharacterSpecial)
    }

    @Test(.enabled(if: SmallDisk.isPossible), arguments: ["out.json", "rows.db"])
    func aFullDiskLeavesWhatWasThere(name: String) async throws {
        let disk = try SmallDisk(size: 256 << 10)
        let home = try TempFolder("full")
        let program = try Command.oauthlua(home: home)
        let script = try home.write(
            "local t = {} for i = 1, tonumber(params.n) do t[i] = { id = i, text = ('x'):rep(100) } end return t",
            to: "script.lua")
        let path = disk.folder.path(of: name)
        let place = name.hasSuffix(".db") ? ["--output", "sqlite:\(path)", "--table", "t"] : ["-o", path]
        let small = try await program.run(["run", "--param", "n=10"] + place + [script])
        #expect(small.status == 0, "\(small)")
        let before = try disk.folder.bytes(of: name)
        let large = try await program.run(["run", "--param", "n=20000"] + place + [script])
        #expect(large.status == 74, "\(large)")
        #expect(large.stderr.contains(path) && large.stderr.split(separator: "\n").count == 2, "\(large)")
        #expect(try disk.folder.bytes(of: name).elementsEqual(before))
        #expect(disk.folder.contents == [name])
    }

    @Test(arguments: [
        "return json.array((function() local t = {} for i = 1, 1e5 do t[i] = i end return t end)())",
        "for i = 1, 1e5 do print(i) end",
    ])
    func aReaderThatHasSeenEnoughEndsARunQuietly(source: String) async throws {
        let home = try TempFolder("head")
        let program = try Command.oauthlua(home: home)
        let script = try home.write(source, to: "script.lua")
        let result = try await Command("/bin/bash", environment: program.environment, folder: home.path).run(
            ["-c", "'\(program.executable)' run '\(script)' | head -1; echo ${PIPESTATUS[0]}"])
        #expect(result.stderr == "", "\(result)")
        #expect(result.text.hasSuffix("\n0"), "\(result)")
    }

    @Test(arguments: ["print 'lost'", "return { 1 }", "print 'lost' os.exit(0)"])
    func outputThatIsLostIsAnError(source: String) async throws {
        let home = try TempFolder("lost")
        let program = try Command.oauthlua(home: home)
        let script = try home.write(source, to: "script.lua")
        let result = try await Command("/bin/sh", environment: program.environment, folder: home.path).run(
            ["-c", "'\(program.executable)' run '\(script)' > /dev/full"])
        #expect(result.status == 74 && result.stderr.contains("No space left"), "\(result)")
    }

    /// It is an end in good order: what was written is whole, and what is kept is kept.
    @Test func exitingInTheMiddleOfRowsIsAnEnd() async throws {
        let world = try await DemoWorld()
        let script = try world.home.write(
            """
            state.runs = (state.runs or 0) + 1
            return resource "events" {
              url = "\(world.url)/api/pages/cursor", path = "items", pages = { cursor = "next", param = "cursor" },
              process = function(event, page)
                if page == 2 then os.exit(0) end
                return { id = event.id }
              end,
            }
            """, to: "exits.lua")
        let result = try await world.program.run(["run", "-o", "out.json", script])
        #expect(result.status == 0 && result.stderr.isEmpty, "\(result)")
        let written = try world.home.read("out.json")
        #expect(written.hasPrefix("[\n{\"id\":1}") && written.hasSuffix("\n]\n"), "\(written)")
        let state = try await world.program.run(["state", "show", script])
        #expect(state.stdout.contains("\"runs\":1"), "\(state)")
    }

    @Test(arguments: [["--output", "sqlite:"], ["--output", "sqlite:x.db", "-o", "y"], ["--table", ""]])
    func wrongUsage(flags: [String]) async throws {
        let home = try TempFolder("usage")
        let script = try home.write("return 1", to: "script.lua")
        #expect(try await Command.oauthlua(home: home).run(["run"] + flags + [script]).status == 64)
    }
}

import Foundation
import TestSupport
import Testing

/// The prompt against the demo provider: sign in, fetch, look at it, save it, run what was saved.
@Suite struct ReplDemoTests {
    private static let events = "/calendar/v3/calendars/primary/events"

    /// With a connection `demo` in connections.lua.
    private func world(_ flags: [String] = []) async throws -> DemoWorld {
        let world = try await DemoWorld(flags)
        let script = try world.script("")
        try world.home.write(
            try String(contentsOfFile: script, encoding: .utf8).replacing("local demo = ", with: ""),
            to: "home/connections.lua")
        return world
    }

    @Test func fromTheFirstLoginToAScript() async throws {
        let world = try await world()
        let repl = try await ReplSession(world.program)
        try await repl.enter("g = oauth.connection \"demo\"")
        #expect(try await repl.enter(":connections").contains("none"))
        repl.type("g:get('\(Self.events)', { query = { maxResults = 3 } })\r")
        let asked = try await repl.expect("[Y/n] ")
        #expect(asked.contains("demo"))
        repl.type("y\r")
        let signedIn = try await repl.expect("\n> ")
        #expect(signedIn.contains("\(world.url)/oauth/authorize?"), "the URL is printed: \(signedIn)")
        #expect(signedIn.contains("_1 = response: 200 \(world.url)"), "\(signedIn)")
        #expect(try await repl.enter(":connections").contains("authorized"))

        #expect(try await repl.enter("#_:json().items") == "_2 = 3")
        try await repl.enter("this will not work")
        try await repl.enter("rows = {}")
        try await repl.enter("for i, e in ipairs(_1:json().items) do rows[i] = { title = e.summary, number = i } end")
        let table = try await repl.enter(":table rows")
        #expect(table.hasPrefix("number  title\n------  ---"), "\(table)")
        #expect(table.split(separator: "\n").count == 5)
        #expect(try await repl.enter("rows[1].number") == "_3 = 1")
        #expect(try await repl.enter("rows").hasPrefix("_4 = { { number = 1, title = "))

        let curl = try await repl.enter(":curl")
        #expect(
            curl
                == "curl -H \"Authorization: Bearer $(oauthlua token demo)\" -L '\(world.url)\(Self.events)?maxResults=3'"
        )
        #expect(try await repl.enter(":save \(world.home.path(of: "saved.lua"))").contains("saved to"))
        #expect(try await repl.end().status == 0)

        let saved = try world.home.read("saved.lua")
        #expect(!saved.contains("this will not work") && saved.hasSuffix("return rows\n"), "\(saved)")
        let result = try await world.program.run(["run", world.home.path(of: "saved.lua")])
        #expect(result.status == 0, "\(result)")
        #expect(
            result.stdout.split(whereSeparator: \.isNewline).filter { $0.contains("\"number\"") }.count == 3,
            "\(result)")

        // What the line of curl does is what the session did.
        let shell = Command("/bin/sh", environment: world.program.environment, folder: world.home.path)
        let program = world.program.executable
        let printed = try await shell.run([
            "-c", "oauthlua() { '\(program)' \"$@\"; }; \(curl.replacing("curl ", with: "curl -sf "))",
        ])
        #expect(printed.status == 0 && printed.stdout.contains("nextPageToken"), "\(printed)")
    }

    @Test func nobodyIsAskedWhereThatIsNotWanted() async throws {
        let world = try await world()
        let repl = try await ReplSession(world.program, ["--non-interactive"])
        let refused = try await repl.enter("oauth.connection 'demo':get('/api/echo')")
        #expect(refused.contains("oauthlua authorize demo"), "\(refused)")
        #expect(try await repl.end().status == 0)
        let piped = try await world.program.run(["repl"], input: "oauth.connection 'demo':get('/api/echo')\n1\n")
        #expect(piped.status == 77 && piped.stdout == "1\n", "\(piped)")
    }

    @Test func aScriptComesFirstAndCanBeReloaded() async throws {
        let world = try await world()
        let path = try await world.signedIn("local answer = 41 return { answer }")
        let repl = try await ReplSession(world.program, [path])
        #expect(try await repl.enter("_1[1], answer, demo") == "_2 = 41\n_3 = 41\n_4 = connection \"demo\"")
        #expect(try await repl.enter("demo:get('/calendar/v3/users/me/calendarList').status") == "_5 = 200")
        #expect(try await repl.enter(":curl").contains("$(oauthlua token '\(path)#demo')") == false)
        #expect(try await repl.enter(":curl").contains("$(oauthlua token \(path)#demo)"))
        try world.home.write(
            try world.home.read("script.lua").replacing("41", with: "42"), to: "script.lua")
        try await repl.enter(":reload")
        #expect(try await repl.enter("answer") == "_7 = 42")
        let other = try world.home.write("local more = { 1, 2 }\nerror 'half way'\n", to: "more.lua")
        let failed = try await repl.enter(":load \(other)")
        #expect(failed.contains("half way") && failed.contains("more.lua:2"), "\(failed)")
        #expect(try await repl.enter("#more") == "_8 = 2")
        #expect(try await repl.enter(":load missing.lua").contains("cannot read missing.lua"))
        #expect(try await repl.end().status == 0)
        let missing = try await world.program.run(["repl", "missing.lua"])
        #expect(missing.status == 66, "\(missing)")
    }

    @Test func resourcesAndFiles() async throws {
        let world = try await world()
        let path = try await world.signedIn(
            """
            local events = resource "events" {
              connection = demo, url = "\(Self.events)", path = "items", limit = 30, columns = { "title", "start" },
              pages = { cursor = "nextPageToken", param = "pageToken" },
              process = function(e) return { title = e.summary, start = e.start.dateTime or e.start.date } end,
            }
            return events
            """)
        let repl = try await ReplSession(world.program, [path])
        #expect(try await repl.enter("_") == "_2 = resource \"events\"", "nothing is fetched before somebody asks")
        #expect(try await repl.enter(":type _") == "resource")
        let table = try await repl.enter(":table events")
        #expect(table.hasPrefix("title") && table.split(separator: "\n").count == 32, "\(table)")
        let rows = try await repl.enter("events:fetch()")
        #expect(rows.contains("-- 10 more (:table shows all rows, :json everything)"), "\(rows)")
        #expect(try await repl.enter(":type") == "table (list of 30)")
        let file = world.home.path(of: "events.csv")
        #expect(try await repl.enter(":csv \(file)").contains("written to"))
        #expect(try world.home.read("events.csv").hasPrefix("title,start\r\n"))
        #expect(try await repl.enter(":json _[1]").hasPrefix("{\"start\":"))
        #expect(try await repl.enter(":time events:first().title").contains("took "))
        #expect(try await repl.enter(":table { print }").contains("there is a function in it, which is no data"))
        #expect(try await repl.end().status == 0)
    }

    /// A task in the background asks while a line is edited: the line comes back afterwards.
    @Test func aBackgroundTaskCanAsk() async throws {
        let world = try await world()
        let repl = try await ReplSession(world.program)
        try await repl.enter("g = oauth.connection 'demo'")
        try await repl.enter("t = task.spawn(function() task.sleep(0.5) got = g:get('/api/echo').status end)")
        repl.type("'edi")
        try await repl.expect("[Y/n] ")
        repl.type("y\r")
        let signedIn = try await repl.expect("'edi")
        #expect(signedIn.contains("/oauth/authorize?"), "the line comes back when it is over: \(signedIn)")
        let edited = try await repl.enter("ted'")
        #expect(edited == "_1 = \"edited\"", "\(edited)")
        for _ in 0..<50 where try await repl.enter("got ~= nil").hasSuffix("false") {
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(try await repl.enter("got").hasSuffix("= 200"))
        #expect(try await repl.end().status == 0)
    }

    @Test func noSecretAppears() async throws {
        let world = try await world()
        let path = try await world.signedIn("")
        let token = try await world.program.run(["token", "\(path)#demo"]).text
        let repl = try await ReplSession(world.program, [path])
        try await repl.enter("demo:get('/api/echo')")
        try await repl.enter("demo, _1, demo:status()")
        try await repl.enter(":curl")
        try await repl.enter(":connections")
        try await repl.enter("x = '\(token)'")
        try await repl.enter(":save \(world.home.path(of: "token.lua"))")
        let result = try await repl.end()
        let typed = result.stdout.split(whereSeparator: \.isNewline).filter { !$0.contains("x = '") }.joined(
            separator: "\n")
        #expect(!typed.contains(token))
        #expect(typed.contains("a secret seems to be written out"))
        #expect(!(try world.home.read("home/repl_history")).contains(token))
        let rights = try FileManager.default.attributesOfItem(atPath: world.home.path(of: "token.lua"))
        #expect(rights[.posixPermissions] as? Int == 0o600)
    }
}

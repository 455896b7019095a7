import Foundation
import TestSupport
import Testing

/// Retries and limits of the real program, against a provider that fails and refuses for real.
@Suite struct WaitingTests {
    @Test(arguments: [
        "status=503", "status=500", "status=429&retry_after=1", "status=503&retry_date=1", "how=close", "how=cut",
    ])
    func passingFailuresPass(how: String) async throws {
        let world = try await DemoWorld()
        let script = try await world.signedIn("\nreturn demo:get('/api/flaky?fail=2&\(how)'):expect():json().attempt")
        let result = try await world.program.run(["run", script])
        #expect(result.status == 0 && result.text == "3", "\(result)")
    }

    @Test func retryIsCounted() async throws {
        let world = try await DemoWorld()
        let script = try await world.signedIn("\nreturn demo:get('/api/flaky?key=r&fail=9'):expect():json().attempt")
        let seen = "/api/flaky/seen?key=r"
        #expect(try await world.program.run(["run", "--retry", "0", script]).status == 75)
        #expect(try await world.program.run(["get", script, seen]).text == "{\"requests\":1}")
        #expect(try await world.program.run(["get", "--retry", "1", script, "/api/flaky?key=r&fail=9"]).status == 75)
        #expect(try await world.program.run(["get", script, seen]).text == "{\"requests\":3}")
        let result = try await world.program.run(["run", "--retry=-1", script])
        #expect(result.status == 64, "\(result)")
    }

    @Test func aRefusedConnectionIsUnavailableInTheEnd() async throws {
        let home = try TempFolder("refused")
        let script = try home.write(
            "return http.get('http://127.0.0.1:\(try FreePort.find())/')", to: "script.lua")
        let result = try await Command.oauthlua(home: home).run(["run", "-v", script])
        #expect(result.status == 69, "\(result)")
        #expect(result.stderr.contains("attempt 4 of 4 follows in"), "\(result)")
    }

    /// What the server says of its limit is enough not to be refused, once the first answer is there.
    @Test(arguments: ["github", "twitter", "ietf", "draft", "discord", "milliseconds", "seconds", "date"])
    func nobodyIsRefusedWhoListens(style: String) async throws {
        let world = try await DemoWorld()
        let script = try await world.signedIn(
            """

            local list = {}
            for n = 1, 24 do list[n] = n end
            local query = { key = "k", style = "\(style)", limit = 5, window = 1 }
            task.map(list, function() return demo:get("/api/limited", { query = query }):expect() end, { limit = 4 })
            return demo:get("/api/limited/seen?key=k"):json()
            """)
        let result = try await world.program.run(["run", script])
        #expect(result.status == 0, "\(result)")
        // Four may be on their way when the limit is learnt, and again where a busy machine sends them in one second and hears
        // them in the next. One who does not listen is refused some twelve times.
        let refused = try #require(result.text.firstMatch(of: /^\{"answered":24,"refused":([0-9]+)\}$/)?.1, "\(result)")
        #expect(Int(refused)! < 9, "\(result)")
    }

    /// Where nothing announces a limit, refusals are few and nothing fails.
    @Test(arguments: ["retry-after", "retry-date", "bare"], [8, 20])
    func refusalsAreSurvived(style: String, width: Int) async throws {
        let world = try await DemoWorld()
        let script = try await world.signedIn(
            """

            local list = {}
            for n = 1, 20 do list[n] = n end
            local query = { key = "k", style = "\(style)", limit = 5, window = 1 }
            task.map(list, function()
              return demo:get("/api/limited", { query = query, retry = 8 }):expect()
            end, { limit = \(width) })
            return demo:get("/api/limited/seen?key=k"):json()
            """)
        let result = try await world.program.run(["run", script])
        #expect(result.status == 0 && result.text.hasPrefix("{\"answered\":20,"), "\(result)")
    }

    @Test func aRateHoldsForAllTasks() async throws {
        let world = try await DemoWorld()
        _ = try await world.signedIn("")
        let script = try world.script(
            """
            local list = {}
            for n = 1, 30 do list[n] = n end
            task.map(list, function()
              return demo:get("/api/limited?style=bare&limit=20&window=1", { retry = false }):expect()
            end, { limit = 30 })
            return demo:get("/api/limited/seen", { retry = false }):json()
            """, more: "rate = '10/s'")
        let start = ContinuousClock.now
        let result = try await world.program.run(["run", script])
        #expect(result.text == "{\"answered\":30,\"refused\":0}", "\(result)")
        #expect(ContinuousClock.now - start > .seconds(2.8))
    }

    @Test func aServerThatWantsTooMuchEndsTheRunAtOnce() async throws {
        let world = try await DemoWorld()
        let script = try await world.signedIn(
            "\nreturn demo:get('/api/flaky?fail=9&status=429&retry_after=7200'):json()")
        let start = ContinuousClock.now
        let result = try await world.program.run(["run", script])
        #expect(result.status == 75 && result.stderr.contains("2 h"), "\(result)")
        #expect(ContinuousClock.now - start < .seconds(30))
        let get = try await world.program.run(["get", script, "/api/flaky?fail=99&status=503&retry_after=7200"])
        #expect(get.status == 75 && get.stderr.contains("2 h"), "\(get)")
    }

    @Test func maxTimeEndsAWait() async throws {
        let world = try await DemoWorld()
        let path = "/api/flaky?fail=9&status=503&retry_after=40"
        let script = try await world.signedIn("\nreturn demo:get('\(path)'):json()")
        for command in [["run", "--max-time", "1", script], ["get", "--max-time", "1", script, path]] {
            let start = ContinuousClock.now
            let result = try await world.program.run(command)
            #expect(result.status == 124 && result.stderr.contains("--max-time"), "\(result)")
            #expect(ContinuousClock.now - start < .seconds(20))
        }
    }

    @Test func aResourceWaitsLongerThanARequest() async throws {
        let world = try await DemoWorld()
        let path = "/api/flaky?fail=1&status=429&retry_after=100&key="
        let script = try await world.signedIn(
            """

            if params.single then return demo:get("\(path)request") end
            return resource "r" { connection = demo, url = "\(path)resource" }:fetch()
            """)
        let request = try await world.program.run(["run", "--param", "single=1", "--max-time", "5", script])
        #expect(request.status == 75, "\(request)")
        let resource = try await world.program.run(["run", "--max-time", "5", script])
        #expect(resource.status == 124, "\(resource)")
    }
}

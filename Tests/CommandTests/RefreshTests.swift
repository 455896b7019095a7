import Foundation
import TestSupport
import Testing

/// What many processes, and the worst moments, do to one rotating refresh token.
@Suite(.serialized) struct RefreshTests {
    @Test func thirtyProcessesRefreshOnce() async throws {
        let world = try await DemoWorld(["--latency", "0.2"])
        let path = try await world.signedIn()
        try await world.tell("expire")
        let results = try await withThrowingTaskGroup(of: Command.Result.self) { group in
            for _ in 1...30 { group.addTask { try await world.program.run(["run", path], timeout: .seconds(120)) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.count == 30)
        #expect(
            results.allSatisfy { $0.status == 0 },
            "\(results.first { $0.status != 0 }.map(String.init(describing:)) ?? "")")
        let stats = try await world.stats()
        #expect(stats["refreshes"] == 1)
        #expect(stats["reuses_detected"] == 0)
    }

    /// The provider honours a used refresh token for a while, as those do that think of lost answers. Whatever the
    /// moment of the kill, the next run must succeed.
    @Test func killedWhileRefreshingTheLoginSurvives() async throws {
        let world = try await DemoWorld(["--latency", "0.01", "--reuse-grace", "600"])
        let path = try await world.signedIn()
        var random = SystemRandomNumberGenerator()
        var killed = 0
        for _ in 1...40 {
            try await world.tell("expire")
            let process = try world.program.start(["run", path])
            try await Task.sleep(for: .microseconds(Int.random(in: 5_000...70_000, using: &random)))
            process.kill()
            if try await process.wait().status == 137 { killed += 1 }
            let after = try await world.program.run(["run", path])
            guard after.status == 0 else {
                Issue.record("after a kill: \(after)")
                return
            }
        }
        #expect(killed > 0)
    }

    /// Without such a grace a kill between the answer and the store loses the login at the provider. Nothing else may.
    @Test func killedWhileRefreshingNothingIsLostThatTheProviderHonours() async throws {
        let world = try await DemoWorld(["--latency", "0.01"])
        let path = try await world.signedIn()
        var random = SystemRandomNumberGenerator()
        for _ in 1...25 {
            let before = try await world.stats()["refreshes"]!
            try await world.tell("expire")
            let process = try world.program.start(["run", path])
            try await Task.sleep(for: .microseconds(Int.random(in: 5_000...70_000, using: &random)))
            process.kill()
            _ = try await process.wait()
            let after = try await world.program.run(["run", path])
            let reused = try await world.stats()["reuses_detected"]! > 0
            if reused {
                // The answer was lost with the process: the person signs in again, and is told so.
                #expect(after.status == 77, "\(after)")
                #expect(after.stderr.contains("oauthlua authorize"))
                return
            }
            #expect(after.status == 0, "refreshes before: \(before); \(after)")
        }
    }

    @Test func anOutageIsNotALogout() async throws {
        let world = try await DemoWorld()
        let path = try await world.signedIn()
        try await world.tell("expire")
        try await world.tell("fail?status=503&times=20")
        let during = try await world.program.run(["run", path])
        #expect(during.status == 75, "\(during)")
        try await world.tell("fail?status=503&times=0")
        let after = try await world.program.run(["run", path])
        #expect(after.status == 0, "\(after)")
    }

    @Test func arevokedLoginSaysWhatToDo() async throws {
        let world = try await DemoWorld()
        let path = try await world.signedIn()
        try await world.tell("revoke")
        let result = try await world.program.run(["run", path])
        #expect(result.status == 77, "\(result)")
        #expect(result.stderr.contains("oauthlua authorize \(path)#demo"), "\(result)")
    }
}

import TestSupport
import Testing

/// Answers that no API should give, each ending in one clear error and the right code.
@Suite struct HostileResponseTests {
    @Test(arguments: [
        ("/api/html", Int32(65), ["web page"]),
        ("/api/bad-utf8", 65, ["JSON"]),
        ("/api/deep?n=10000", 65, ["deep"]),
        ("/api/cut", 69, ["cut short"]),
        ("/api/status/404", 69, ["404"]),
        ("/api/status/500", 75, ["500"]),
        ("/api/status/429", 75, ["429"]),
        ("/api/big?mb=2100", 65, ["256 MB", "save"]),
        ("/api/slow?ms=60000", 75, ["1 s"]),
        ("/api/redirect?status=302&to=ftp://x.example/", 69, ["redirects to something that is no http"]),
    ])
    func oneClearError(path: String, status: Int32, words: [String]) async throws {
        let world = try await DemoWorld()
        let script = try await world.signedIn(
            "\nreturn demo:get('\(path)', { timeout = ('\(path)'):find('slow') and 1 or nil }):expect():json()")
        let result = try await world.program.run(["run", "--retry", "0", script])
        #expect(result.status == status, "\(result)")
        #expect(result.stdout == "")
        for word in words { #expect(result.stderr.contains(word), "\(result)") }
        #expect(result.stderr.contains("script.lua:8"), "\(result)")
    }

    @Test(arguments: ["html=1", "close=1", "status=418"])
    func aTokenEndpointThatTalksNonsense(how: String) async throws {
        let world = try await DemoWorld()
        let script = try await world.signedIn()
        try await world.tell("expire")
        try await world.tell("fail?times=20&\(how)")
        let during = try await world.program.run(["run", script])
        #expect(during.status != 0 && during.stderr.contains("error"), "\(during)")
        try await world.tell("fail?times=0")
        #expect(try await world.program.run(["run", script]).status == 0)
    }
}

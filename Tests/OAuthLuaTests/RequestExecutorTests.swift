import LuaHost
import Testing

@testable import OAuthLua

@Suite struct RequestExecutorTests {
    @Test(
        arguments: [
            [:], ["json": "{}"], ["query": ["a": 1]], ["stream": false], ["cache": false],
        ] as [LuaValue])
    func plainRequestsRunOnTheNetworksThread(_ spec: LuaValue) {
        #expect(RequestSpec.onlyUsesNetwork(spec))
    }

    @Test(
        arguments: [
            ["save": "big.bin"], ["file": "big.bin"], ["multipart": [["name": "a", "value": "b"]]], ["stream": true],
            ["cache": true], ["cache": ["max_age": 60]],
        ] as [LuaValue])
    func whatTakesTimeDoesNot(_ spec: LuaValue) {
        #expect(!RequestSpec.onlyUsesNetwork(spec))
    }
}

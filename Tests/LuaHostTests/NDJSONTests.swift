import Foundation
import Testing

@testable import LuaHost

@Suite struct NDJSONTests {
    private func decode(_ text: String) async throws -> LuaValue {
        try await Script(globals: ["text": .text(text)]).run("return host.ndjson_decode(text)")[0]
    }

    @Test(
        arguments: [
            ("{\"a\":1}\n[2]\n\"three\"\n", [["a": 1], [2], "three"]),
            ("{\"a\":1}\r\n{\"a\":2}", [["a": 1], ["a": 2]]),
            ("\n\n1\n \t\r\n2\n\n", [1, 2]), ("", []), ("\n", []), ("null\n1", [.null, 1]), ("\u{FEFF}1\n2", [1, 2]),
        ] as [(String, LuaValue)])
    func values(text: String, value: LuaValue) async throws {
        #expect(try await decode(text) == value)
    }

    @Test(arguments: [
        ("{\"a\":1}\n\n[1,]\n", 3, 13, "expected a value"), ("1\n2 3", 2, 5, "unexpected text after the value"),
        ("{\"a\":\n1}", 1, 6, "the text ends too early"), ("1\n\u{0}\n", 2, 3, "expected a value"),
    ])
    func errors(text: String, line: Int64, byte: Int64, why: String) async throws {
        let error = try await Script(globals: ["text": .text(text)]).failure("host.ndjson_decode(text)")
        #expect(error.kind == "decode")
        #expect(error.message.contains("(line \(line), column "), "\(error.message)")
        #expect(error.message.contains(why), "\(error.message)")
        #expect(error.fields["line"] == .integer(line))
        #expect(error.fields["offset"] == .integer(byte))
    }

    @Test func aPieceCountsTheLinesOfTheWhole() async throws {
        var script = Script()
        script.host.bodies = [1: Array("1\n\n2\n".utf8), 2: Array("1\n[".utf8), 3: []]
        #expect(try await script.run("return host.body_ndjson(1, { lines_before = 7 })") == [[1, 2], 10])
        #expect(try await script.run("return host.body_ndjson(3, { lines_before = 7 })") == [[], 7])
        let error = try await script.failure("host.body_ndjson(2, { lines_before = 10 })")
        #expect(error.fields["line"] == .integer(12), "\(error.message)")
    }

    @Test func bodiesAndLimits() async throws {
        var script = Script()
        script.host.bodies = [
            1: Array("1\n2\n".utf8), 2: Array(String(repeating: "{\"a\":[1,2,3]}\n", count: 100_000).utf8),
        ]
        #expect(try await script.run("return host.body_ndjson(1)") == [[1, 2]])
        #expect(try await script.run("return #host.body_ndjson(2)") == [100_000])
        #expect(try await script.failure("host.body_ndjson(3)").message == "the response has no body to decode")
        // An error does not change what comes after it.
        #expect(try await script.run("pcall(host.ndjson_decode, '1\\nx') return pcall(json.decode, '[')")[0] == false)
        let error = try await script.failure("pcall(host.ndjson_decode, '1\\n\\nx') json.decode('[')")
        #expect(error.fields["line"] == .integer(1))
        script.limits.memory = 5 << 20
        #expect(try await script.failure("host.body_ndjson(2)").reason == .memory)
    }
}

import Foundation
import LuaHost
import OAuthCore
import Testing

@testable import Output

@Suite struct JSONTests {
    @Test(
        arguments: [
            (.null, "null\n"), (.nil, ""), (.boolean(true), "true\n"), (.integer(.min), "-9223372036854775808\n"),
            (.number(1), "1.0\n"), (.number(0.1), "0.1\n"), (.number(1e21), "1e+21\n"),
            (.number(.leastNonzeroMagnitude), "5e-324\n"),
            (text("a\"b\\c/\n\u{1}é日"), "\"a\\\"b\\\\c/\\n\\u0001é日\"\n"), (.list([]), "[]\n"), (.table([:]), "{}\n"),
            (row(["b": .integer(1), "a": .list([.null, .nil, .list([])])]), "{\"a\":[null,null,[]],\"b\":1}\n"),
            (.list([.integer(1), row(["x": text("y")])]), "[\n1,\n{\"x\":\"y\"}\n]\n"),
        ] as [(LuaValue, String)])
    func document(of value: LuaValue, is expected: String) throws {
        #expect(try rendered(.json, value) == expected)
        #expect(try rendered(.auto, value) == expected)
        #expect(try rendered(.none, value) == "")
    }

    @Test(
        arguments: [
            (.list([.integer(1), .list([.integer(2)]), .null]), "1\n[2]\nnull\n"), (.list([]), ""), (.nil, ""),
            (row(["a": text("x\ny\u{2028}z")]), "{\"a\":\"x\\ny\\u2028z\"}\n"),
        ] as [(LuaValue, String)])
    func lines(of value: LuaValue, are expected: String) throws {
        #expect(try rendered(.ndjson, value) == expected)
    }

    @Test func nothingInADocumentSteersATerminal() throws {
        let document = try rendered(
            .json, text("\u{1B}[2J\u{7F}\u{80}\u{9B}m\u{9F}\u{A0}\u{202A}\u{202E}\u{2066}\u{2069}\u{2070}"))
        #expect(document == "\"\\u001b[2J\\u007f\\u0080\\u009bm\\u009f\u{A0}\\u202a\\u202e\\u2066\\u2069\u{2070}\"\n")
    }

    /// What another reader of JSON makes of a document is what went in.
    @Test(arguments: 0..<40)
    func anotherReaderAgrees(seed: Int) throws {
        var values = RandomValues(seed: UInt64(seed))
        for _ in 0..<20 {
            let value = values.value(depth: 3, valid: true)
            let document = try rendered(.json, value)
            let object = try JSONSerialization.jsonObject(with: Data(document.utf8), options: .fragmentsAllowed)
            #expect(agrees(object, value), "\(document)")
            #expect(VisibleText.escape(document, keepingLines: true) == document)
        }
    }

    private func agrees(_ object: Any, _ value: LuaValue) -> Bool {
        switch value {
        case .nil, .null: object is NSNull
        case .boolean(let flag): object as? Bool == flag
        case .integer(let number): (object as? NSNumber)?.int64Value == number
        case .number(let number):
            // That reader goes through decimals of 38 digits and may miss the last bit; see `numbers` for the exact text.
            (object as? NSNumber).map { abs($0.doubleValue - number) <= abs(number) * 1e-15 } ?? false
        case .string(let bytes): (object as? String).map { Array($0.utf8) } == bytes
        case .list(let elements):
            (object as? [Any]).map { $0.count == elements.count && zip($0, elements).allSatisfy(agrees) } ?? false
        case .table(let fields):
            (object as? [String: Any]).map { object in
                object.count == fields.count
                    && fields.allSatisfy { key, value in object[key].map { agrees($0, value) } ?? false }
            } ?? false
        }
    }

    @Test(arguments: 0..<20)
    func numbersReadBackAsTheSameBits(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<200 {
            let number = Double(bitPattern: generator.next())
            guard number.isFinite else { continue }
            let document = try rendered(.json, .number(number))
            #expect(Double(document.dropLast())?.bitPattern == number.bitPattern)
            #expect(document.contains(".") || document.contains("e"))
        }
    }

    @Test func aLargeListComesInChunks() throws {
        let value = LuaValue.list((0..<50_000).map { row(["id": .integer($0), "name": text("item \($0)")]) })
        let sizes = Collector()
        var chunks: [Int] = []
        try Renderer(format: .json).render(value) { chunk in
            chunks.append(chunk.count)
            sizes.bytes += chunk
        }
        #expect(chunks.count > 10)
        #expect(chunks.allSatisfy { $0 < 66 << 10 })
        #expect(sizes.bytes.count { $0 == UInt8(ascii: "\n") } == 50_002)
    }

    @Test func whatTheSinkThrowsEndsTheRendering() {
        #expect(throws: WriteFailure(code: 28)) {
            try Renderer(format: .ndjson).render(text("x")) { _ in throw WriteFailure(code: 28) }
        }
    }
}

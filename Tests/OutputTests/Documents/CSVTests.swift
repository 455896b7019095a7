import LuaHost
import Testing

@testable import Output

@Suite struct CSVTests {
    @Test(
        arguments: [
            (.list([]), ""), (.nil, ""),
            (
                .list([row(["b": .integer(1), "a": text("x")]), row(["a": text("y"), "c": .boolean(false)])]),
                "a,b,c\r\nx,1,\r\ny,,false\r\n"
            ),
            (
                .list([text("a,b"), text("say \"hi\""), text("l1\nl2"), text("r\rs"), .null, text("")]),
                "value\r\n\"a,b\"\r\n\"say \"\"hi\"\"\"\r\n\"l1\nl2\"\r\n\"r\rs\"\r\n\"\"\r\n\"\"\r\n"
            ),
            (.list([row(["n": .list([.integer(1), text("x")])])]), "n\r\n\"[1,\"\"x\"\"]\"\r\n"),
            (row(["z": .number(1), "a": text("é")]), "a,z\r\né,1.0\r\n"), (text("alone"), "value\r\nalone\r\n"),
            (.list([row(["a": .integer(1)]), text("stray")]), "a,value\r\n1,\r\n,stray\r\n"),
            (.list([row(["weird,\"key\"": .null, "b": .null])]), "b,\"weird,\"\"key\"\"\"\r\n,\r\n"),
        ] as [(LuaValue, String)])
    func records(of value: LuaValue, are expected: String) throws {
        #expect(try rendered(.csv, value) == expected)
    }

    @Test func givenColumnsChooseAndOrder() throws {
        let renderer = Renderer(format: .csv, shape: RowShape(columns: ["c", "a", "none"]))
        let value = LuaValue.list([row(["a": .integer(1), "b": .integer(2), "c": .integer(3)])])
        #expect(try rendered(renderer, value).text == "c,a,none\r\n3,1,\r\n")
        #expect(try rendered(renderer, .list([])).text == "c,a,none\r\n")
    }
}

import Foundation
import Testing

@testable import LuaHost

@Suite struct XMLTests {
    private func decode(_ text: String, _ options: String = "nil") async throws -> LuaValue {
        try await Script(globals: ["text": .text(text)]).run("return host.xml_decode(text, \(options))")[0]
    }

    private func decode(_ bytes: [UInt8]) async throws -> LuaValue {
        try await Script(globals: ["text": .string(bytes)]).run("return host.xml_decode(text)")[0]
    }

    @Test(
        arguments: [
            ("<a>x</a>", ["a": "x"]), ("<a/>", ["a": ""]), ("<a></a>", ["a": ""]), ("<a> </a>", ["a": " "]),
            ("<a b='1'/>", ["a": ["@b": "1"]]), ("<a b='1'>x</a>", ["a": ["@b": "1", "#text": "x"]]),
            ("<a b='1'>\n</a>", ["a": ["@b": "1"]]),
            ("<a><b>1</b></a>", ["a": ["b": "1"]]), ("<a><b>1</b><b>2</b></a>", ["a": ["b": ["1", "2"]]]),
            ("<a><b>1</b><c/><b>2</b><b/></a>", ["a": ["b": ["1", "2", ""], "c": ""]]),
            ("<a>\n  <b> 1 </b>\n</a>\n", ["a": ["b": " 1 "]]),
            ("<p>Hello <b>bold</b> world</p>", ["p": ["b": "bold", "#text": "Hello  world"]]),
            ("<p>\n <b/>tail\n <i/>\n</p>", ["p": ["b": "", "i": "", "#text": "tail"]]),
            ("<a><![CDATA[<b>&amp;]]></a>", ["a": "<b>&amp;"]), ("<a>x<![CDATA[y]]>z</a>", ["a": "xyz"]),
            ("<a>&lt;&amp;&gt;&quot;&apos;&#233;&#x1F35C;</a>", ["a": "<&>\"'é🍜"]),
            ("<a>one\r\ntwo\rthree</a>", ["a": "one\ntwo\nthree"]),
            ("<a b=' x\ny '/>", ["a": ["@b": " x y "]]),
            ("<?xml version=\"1.0\"?><!-- c --><?pi?><a>x<!-- c -->y</a><!-- end -->", ["a": "xy"]),
            ("\u{FEFF}<a>é</a>", ["a": "é"]),
            ("<s:a xmlns:s='urn:x' s:b='1'/>", ["s:a": ["@xmlns:s": "urn:x", "@s:b": "1"]]),
        ] as [(String, LuaValue)])
    func mapping(text: String, value: LuaValue) async throws {
        #expect(try await decode(text) == value)
    }

    @Test(
        arguments: [
            ("<a><i>1</i></a>", "{ lists = { 'i' } }", ["a": ["i": ["1"]]]),
            ("<a><i>1</i><i>2</i></a>", "{ lists = { 'i', 'j' } }", ["a": ["i": ["1", "2"]]]),
            ("<a><i><i/></i></a>", "{ lists = { 'i' } }", ["a": ["i": [["i": [""]]]]]),
            ("<a> x </a>", "{ trim = true }", ["a": "x"]),
            ("<a b=' y '> x </a>", "{ trim = true }", ["a": ["@b": " y ", "#text": "x"]]),
            (
                "<s:a xmlns:s='u' xmlns='v' s:b='1'><s:c/><c>2</c></s:a>", "{ namespaces = false }",
                ["a": ["@b": "1", "c": ["", "2"]]]
            ),
            ("<x:a xmlns:x='u'>t</x:a>", "{ namespaces = false }", ["a": "t"]),
            ("<a x:b='1' y:b='2'/>", "{ namespaces = false }", ["a": ["@b": "2"]]),
        ] as [(String, String, LuaValue)])
    func options(text: String, options: String, value: LuaValue) async throws {
        #expect(try await decode(text, options) == value)
    }

    static let feed =
        "<f><t>T</t><e id='1'><n>a</n></e><x><e/></x><e id='2'><n>b</n><n>c</n></e><o><n>d</n></o><a.b>dot</a.b></f>"

    @Test(
        arguments: [
            ("f.e", [["@id": "1", "n": "a"], ["@id": "2", "n": ["b", "c"]]]),
            ("f.e[*]", [["@id": "1", "n": "a"], ["@id": "2", "n": ["b", "c"]]]),
            ("f.e[0]", ["@id": "1", "n": "a"]), ("f.e[1].n", ["b", "c"]), ("f.e[1].n[1]", "c"), ("f.e[2]", .nil),
            ("f.e[*].n", ["a", ["b", "c"]]), ("f.e[*].n[*]", ["a", "b", "c"]), ("f.e[*].@id", ["1", "2"]),
            ("f.e[0].@id", "1"), ("f.o[*].n[*]", ["d"]), ("f.o.n[0]", "d"), ("f.o.n[1]", .nil), ("f.t", "T"),
            ("f.t.#text", "T"), ("f.t.x", .nil), ("f.z", .nil), ("f.z[*]", []), ("z", .nil), ("z[*].e", []),
            ("f[\"a.b\"]", "dot"), ("f[\\'a.b\\']", "dot"), ("[\"f\"].t", "T"), ("f.x.e", ""),
        ] as [(String, LuaValue)])
    func paths(path: String, value: LuaValue) async throws {
        #expect(try await decode(Self.feed, "{ path = '\(path)' }") == value)
    }

    @Test(arguments: [
        ("", 1, "it is empty"), ("a..b", 3, "a name belongs here"), ("a.", 3, "the path ends where a name belongs"),
        ("a.[0]", 3, "a name belongs here"), ("a[", 3, "an index, * or a name"), ("a[-1]", 3, "indices count from 0"),
        ("a[0", 4, "] belongs here"), ("a[\"b]", 6, "ends within a quoted name"), ("a]", 2, "there is no [ for this"),
        ("a.*", 3, "write [*]"), ("$.a", 1, "JSONPath"),
    ])
    func wrongPaths(path: String, position: Int, why: String) async throws {
        let error = try await Script(globals: ["path": .text(path)])
            .failure("host.xml_decode('<a/>', { path = path })")
        #expect(error.kind == "config")
        #expect(error.message.hasPrefix("the path '\(path)' is wrong at character \(position): "))
        #expect(error.message.contains(why))
    }

    @Test(arguments: [
        ("", 1, 1, "no element found"), ("<a>", 1, 4, "no element found"), ("<a></b>", 1, 6, "mismatched tag"),
        ("<a>\n <b></c>\n</a>", 2, 7, "mismatched tag"), ("<a>&nbsp;</a>", 1, 4, "undefined entity"),
        ("<a/><b/>", 1, 5, "junk after document element"), ("text", 1, 1, "syntax error"),
        ("<a b='1' b='2'/>", 1, 10, "duplicate attribute"), ("<a>\u{0}</a>", 1, 4, "not well-formed"),
        ("<a>\u{1}</a>", 1, 4, "not well-formed"), ("<a>&#0;</a>", 1, 4, "reference to invalid character number"),
        ("<a b=1/>", 1, 6, "not well-formed"), ("<a><![CDATA[x</a>", 1, 18, "unclosed CDATA section"),
        ("<a", 1, 1, "unclosed token"),
        ("<?xml version='1.0' encoding='koi8-r'?><a/>", 1, 31, "the encoding 'koi8-r' cannot be read"),
        ("<?xml version='1.0' encoding='UTF-16'?><a/>", 1, 31, "encoding specified in XML declaration is incorrect"),
    ])
    func errors(text: String, line: Int64, column: Int64, why: String) async throws {
        let error = try await Script(globals: ["text": .text(text)]).failure("host.xml_decode(text)")
        #expect(error.kind == "decode")
        #expect(error.message.hasPrefix("invalid XML at line \(line), column \(column): \(why)"), "\(error.message)")
        #expect(error.fields["line"] == .integer(line))
        #expect(error.fields["column"] == .integer(column))
    }

    @Test(arguments: [
        ("lists = 'a'", "the option 'lists' must be a list of names"),
        ("max_depth = 0", "the option 'max_depth' must be a number from 1 to 50000"),
        ("max_depth = 50001", "the option 'max_depth' must be a number from 1 to 50000"),
        ("path = 7", "the option 'path' must be a string"),
        ("list = {}", "unknown option 'list'"),
    ])
    func wrongOptions(option: String, message: String) async throws {
        let error = try await Script().failure("host.xml_decode('<a/>', { \(option) })")
        #expect(error.kind == "config")
        #expect(error.message.contains(message))
    }

    @Test(arguments: [
        ("<?xml version='1.0' encoding='windows-1252'?>", [0x80, 0x99, 0xE9], "€™é"),
        ("<?xml version='1.0' encoding='CP1252'?>", [0x80], "€"),
        ("<?xml version='1.0' encoding='ISO-8859-1'?>", [0xE9, 0xA4], "é¤"),
        ("<?xml version='1.0' encoding='US-ASCII'?>", [0x41], "A"),
        ("<?xml version='1.0' encoding='utf-8'?>", [0xC3, 0xA9], "é"),
    ])
    func declaredEncodings(declaration: String, bytes: [UInt8], text: String) async throws {
        let document =
            Array(declaration.utf8) + Array("<a b='".utf8) + bytes + Array("'>".utf8) + bytes + Array("</a>".utf8)
        #expect(try await decode(document) == ["a": ["@b": .text(text), "#text": .text(text)]])
    }

    @Test(arguments: [true, false]) func utf16(bigEndian: Bool) async throws {
        let document = "\u{FEFF}<?xml version='1.0' encoding='UTF-16'?><é>🍜</é>"
        let bytes = document.utf16.flatMap { unit -> [UInt8] in
            let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
            return bigEndian ? pair : pair.reversed()
        }
        #expect(try await decode(bytes) == ["é": "🍜"])
    }

    @Test(arguments: ["windows-1252", "US-ASCII", "UTF-8"]) func bytesThatAreNotOfTheEncoding(encoding: String)
        async throws
    {
        let bytes = Array("<?xml version='1.0' encoding='\(encoding)'?><a>".utf8) + [0x81] + Array("</a>".utf8)
        let error = try await Script(globals: ["text": .string(bytes)]).failure("host.xml_decode(text)")
        #expect(error.kind == "decode")
    }

    /// Many fields, long names, texts beyond every buffer, and records that repeat themselves.
    @Test func sizes() async throws {
        let result = try await Script().run(
            """
            local parts = {}
            for i = 1, 500 do parts[i] = ("<k%d a%d='%d'>%d</k%d>"):format(i % 150, i, i, i, i % 150) end
            local many = host.xml_decode("<a>" .. table.concat(parts) .. "</a>").a
            local attributes = {}
            for i = 1, 200 do attributes[i] = (" k%d='%d'"):format(i, i) end
            local wide = host.xml_decode("<a" .. table.concat(attributes) .. "><k>1</k>t<k>2</k></a>").a
            local long = ("n"):rep(100000)
            local big = host.xml_decode("<" .. long .. " " .. long .. "='" .. long .. "'>" .. long .. "\\n" .. long .. "</" .. long .. ">")
            local records = {}
            for i = 1, 5000 do records[i] = "<r id='" .. i % 7 .. "'><name>same</name><name>" .. i .. "</name></r>" end
            local list = host.xml_decode("<l>" .. table.concat(records) .. "</l>").l.r
            return #many.k1, many.k1[3]["#text"], many.k149[1]["@a149"], wide["@k200"], #wide.k, wide["#text"],
                #big[long]["#text"], #big[long]["@" .. long], #list, list[5000].name[2], list[4999]["@id"]
            """)
        #expect(result == [4, "301", "149", "200", 2, "t", 200_001, 100_000, 5000, "5000", "1"])
    }

    @Test func bodies() async throws {
        var script = Script()
        script.host.bodies = [1: Array("<?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>".utf8), 2: [0xFF], 3: []]
        #expect(try await script.run("return host.body_xml(1, { charset = 'UTF-8' }).a") == ["é"])
        #expect(try await script.run("return host.body_xml(1).a") == ["Ã©"])
        #expect(try await script.failure("host.body_xml(2)").kind == "decode")
        #expect(try await script.failure("host.body_xml(3)").kind == "decode")
        #expect(try await script.failure("host.body_xml(4)").message == "the response has no body to decode")
        let error = try await script.failure("host.body_xml(1, { charset = 'unknown' })")
        #expect(error.kind == "decode")
        #expect(error.message == "an unknown charset")
    }
}

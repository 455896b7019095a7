import Testing

@testable import LuaHost

/// JSONPath (RFC 9535), with the RFC's own examples first.
@Suite struct JSONPathTests {
    private func find(_ query: String, in text: String) async throws -> LuaValue {
        try await Script(globals: ["text": .text(text), "query": .text(query)]).run(
            "local found = host.module('paths').dig(json.decode(text), query) return found == nil and 'nothing' or found"
        )[0]
    }

    private static let store = """
        {"store": {"book": [
          {"category": "reference", "author": "Nigel Rees", "title": "Sayings of the Century", "price": 8.95},
          {"category": "fiction", "author": "Evelyn Waugh", "title": "Sword of Honour", "price": 12.99},
          {"category": "fiction", "author": "Herman Melville", "title": "Moby Dick", "isbn": "0-553-21311-3", "price": 8.99},
          {"category": "fiction", "author": "J. R. R. Tolkien", "title": "The Lord of the Rings", "isbn": "0-395-19395-8", "price": 22.99}],
         "bicycle": {"color": "red", "price": 399}}}
        """

    @Test(
        "§1.5",
        arguments: [
            ("$.store.book[*].author", ["Nigel Rees", "Evelyn Waugh", "Herman Melville", "J. R. R. Tolkien"]),
            ("$..author", ["Nigel Rees", "Evelyn Waugh", "Herman Melville", "J. R. R. Tolkien"]),
            ("$.store..price", [399, 8.95, 12.99, 8.99, 22.99]), ("$..book[2].author", ["Herman Melville"]),
            ("$..book[2].publisher", []), ("$..book[-1].title", ["The Lord of the Rings"]),
            ("$..book[0,1].title", ["Sayings of the Century", "Sword of Honour"]),
            ("$..book[:2].title", ["Sayings of the Century", "Sword of Honour"]),
            ("$..book[?@.isbn].title", ["Moby Dick", "The Lord of the Rings"]),
            ("$..book[?@.price<10].title", ["Sayings of the Century", "Moby Dick"]),
            ("$.store.book[?@.price == $.store.book[2].price].title", ["Moby Dick"]),
            ("$.store.book[-1].title", "The Lord of the Rings"), ("$.store.book[9].title", "nothing"),
        ] as [(String, LuaValue)])
    func bookstore(query: String, found: LuaValue) async throws {
        #expect(try await find(query, in: Self.store) == found)
    }

    @Test(
        "§2.3.4.3, §2.3.1.3, §2.3.3.3",
        arguments: [
            ("$[1:3]", ["b", "c"]), ("$[5:]", ["f", "g"]), ("$[1:5:2]", ["b", "d"]), ("$[5:1:-2]", ["f", "d"]),
            ("$[::-1]", ["g", "f", "e", "d", "c", "b", "a"]), ("$[:]", ["a", "b", "c", "d", "e", "f", "g"]),
            ("$[::0]", []),
            ("$[-2:]", ["f", "g"]), ("$[:-5]", ["a", "b"]), ("$[-100:2]", ["a", "b"]), ("$[100:4:-1]", ["g", "f"]),
            ("$[1]", "b"), ("$[-2]", "f"), ("$[0, 3]", ["a", "d"]), ("$[0:2, 5]", ["a", "b", "f"]),
            ("$[0, 0]", ["a", "a"]),
            ("$[-8]", "nothing"), ("$['a']", "nothing"), ("$ [ 0 : 5 : 2 ]", ["a", "c", "e"]),
        ] as [(String, LuaValue)])
    func elements(query: String, found: LuaValue) async throws {
        #expect(try await find(query, in: #"["a", "b", "c", "d", "e", "f", "g"]"#) == found)
    }

    private static let mixed = #"""
        {"a": [3, 5, 1, 2, 4, 6, {"b": "j"}, {"b": "k"}, {"b": {}}, {"b": "kilo"}],
         "o": {"p": 1, "q": 2, "r": 3, "s": 5, "t": {"u": 6}}, "e": "f", "n": null, "é": {"j j": {"k.k": 3}}, "'": {"@": 2}}
        """#

    @Test(
        "§2.3.5.3, §2.3.1.3, §2.5, §2.6",
        arguments: [
            ("$.a[?@.b == 'kilo']", [["b": "kilo"]]), ("$.a[?(@.b == \"kilo\")]", [["b": "kilo"]]),
            ("$.a[?@>3.5]", [5, 4, 6]),
            ("$.a[?@.b]", [["b": "j"], ["b": "k"], ["b": [:]], ["b": "kilo"]]), ("$[?@.*].r", [3]),
            ("$[?@[?@.b]][6].b", ["j"]), ("$.o[?@<3, ?@<3]", [1, 2, 1, 2]),
            ("$.a[?@<2 || @.b == \"k\"]", [1, ["b": "k"]]),
            ("$.a[?match(@.b, \"[jk]\")]", [["b": "j"], ["b": "k"]]),
            ("$.a[?search(@.b, \"[jk]\")].b", ["j", "k", "kilo"]),
            ("$.o[?@>1 && @<4]", [2, 3]), ("$.o[?@.u || @.x]", [["u": 6]]), ("$.a[?@.b == $.x]", [3, 5, 1, 2, 4, 6]),
            ("$.a[?@ == @]", [3, 5, 1, 2, 4, 6, ["b": "j"], ["b": "k"], ["b": [:]], ["b": "kilo"]]),
            ("$.a[?!@.b]", [3, 5, 1, 2, 4, 6]),
            ("$.a[?!(@ < 6 || @.b)]", [6]), ("$.n", "nothing"), ("$[?@ == null]", [.null]), ("$['é']['j j']['k.k']", 3),
            ("$.é[\"j j\"].*", [3]), ("$[\"'\"]['@']", 2), (#"$['\'']["\u0040"]"#, 2),
            ("$.a[?length(@.b) == 4].b", ["kilo"]),
            ("$[?count(@.*) == 5].s", [5]), ("$.a[?value(@..b) == 'j']", [["b": "j"]]), ("$.o[?@ >= 3 && @ != 5]", [3]),
            ("$.a[?@.b < 'k'].b", ["j"]), ("$.a[?@ < 'k']", []), ("$.a[?@ <= 1.0]", [1]),
            ("$.a[?@ == -0 || @ == 1e0]", [1]),
            ("$.o.*", [1, 2, 3, 5, ["u": 6]]), ("$..u", [6]), ("$.o['p', 'r']", [1, 3]),
            ("$[?length(@) == 1].*", [2, ["k.k": 3]]),
            ("$.a[?@.b == $['a'][7]['b']].b", ["k"]), ("$[?@ == true]", []),
        ] as [(String, LuaValue)])
    func filters(query: String, found: LuaValue) async throws {
        #expect(try await find(query, in: Self.mixed) == found)
    }

    @Test(arguments: [
        ("$.", 3, "a name or * belongs here"), ("$x", 2, "., [ or the end"), ("$[", 3, "an index, a name"),
        ("$[01]", 3, "no leading zeros"),
        ("$[-0]", 3, "no leading zeros"), ("$['a", 5, "the text ends here"), ("$.a ", 4, "., [ or the end"),
        ("$. a", 3, "a name or *"),
        ("$[?@.a==]", 9, "a value, a query"), ("$[?1]", 4, "compare it"), ("$[?true]", 4, "compare it"),
        ("$[?@.a", 7, "] belongs here"),
        ("$[?length(@.*)<3]", 11, "one value belongs here"), ("$[?count(1)>2]", 10, "a query belongs here"),
        ("$[?length(@)]", 4, "compare it"), ("$[?match(@.a,'a.*')==true]", 4, "only one value"),
        ("$[?foo(@)]", 4, "no function 'foo'"),
        ("$[?@.*==1]", 4, "only one value"), ("$[?1==@..a]", 7, "only one value"),
        ("$[?match(@,'a(')]", 12, ") is missing"),
        (#"$[?match(@,'\\p{Lu}')]"#, 12, "not supported"), (#"$['\u12']"#, 5, "no such escape"),
        (#"$['\x']"#, 5, "no such escape"),
        ("$[?!@.a==1]", 4, "put it in parentheses"), ("$..", 4, "a name or *"), ("$[1:2:3:4]", 8, "] belongs here"),
        (#"$['\uD800']"#, 10, "surrogate"), ("$[9007199254740992]", 3, "too large"),
        ("$[?@.a==01]", 9, "leading zeros"),
        ("$[?(@.a]", 8, ") belongs here"), ("$[?match(@.a)]", 13, ", belongs here"),
        ("$[?@.a==nul]", 9, "'nul' is neither"),
        ("$['a\u{1}']", 5, "control character"), ("$.a[]", 5, "an index, a name"), ("$[0,]", 5, "an index, a name"),
    ])
    func wrongQueries(query: String, character: Int, problem: String) async throws {
        let error = try await Script(globals: ["query": .text(query)]).failure("host.module('paths').check(query)")
        #expect(error.kind == "config")
        #expect(error.message.contains("wrong at character \(character): "), "\(error.message)")
        #expect(error.message.contains(problem), "\(error.message)")
    }

    /// I-Regexp (RFC 9485).
    @Test(arguments: [
        ("a", "a", true, true), ("a", "ba", false, true), ("a*", "", true, true), ("a+", "", false, false),
        ("ab|cd", "cd", true, true),
        ("a(b|c)d", "acd", true, true), ("[a-c]x", "bx", true, true), ("[^a-c]x", "bx", false, false),
        ("a{2}", "aa", true, true),
        ("a{2}", "aaa", false, true), ("a{2,}", "aaaa", true, true), ("a{1,2}b", "aab", true, true),
        ("a{1,2}b", "aaab", false, true),
        ("a?b", "b", true, true), (".", "日", true, true), (".", "\n", false, false), ("\\.", ".", true, true),
        ("\\.", "x", false, false),
        ("\\n\\t", "\n\t", true, true), ("[-a]", "-", true, true), ("[a-]", "-", true, true),
        ("[\\]]", "]", true, true), ("é+", "éé", true, true),
        ("^ab", "abc", false, true), ("^b", "abc", false, false), ("c$", "abc", false, true),
        ("^abc$", "abc", true, true),
        ("", "", true, true), ("a||b", "", true, true), ("(a*)*b", String(repeating: "a", count: 3000), false, false),
        ("(a|aa)+$", String(repeating: "a", count: 3000) + "b", false, false), ("(){99999}x", "x", true, true),
    ])
    func patterns(pattern: String, text: String, matches: Bool, found: Bool) async throws {
        let result = try await Script(globals: ["pattern": .text(pattern), "text": .text(text)]).run(
            """
            local dig, value = host.module('paths').dig, { { text = text, pattern = pattern } }
            return #dig(value, '$[?match(@.text, @.pattern)]'), #dig(value, '$[?search(@.text, @.pattern)]')
            """)
        #expect(result == [matches ? 1 : 0, found ? 1 : 0])
    }

    /// From a document, a pattern that is none matches nothing (RFC 9535 §2.4.6); one that is not supported is an error.
    @Test func patternsOfDocuments() async throws {
        for pattern in ["(", ")", "[", "a{2,1}", "*", "[z-a]", "\\d", "a{99999}", "[a", "x{"] {
            #expect(
                try await find("$[?match('a', @)]", in: #"["\#(pattern.replacing("\\", with: "\\\\"))"]"#) == [],
                "\(pattern)")
        }
        let error = try await Script().failure("host.module('paths').dig({ '\\\\p{L}' }, \"$[?match('a', @)]\")")
        #expect(error.kind == "config")
        #expect(error.message.contains("not supported"))
    }
}

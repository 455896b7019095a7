import Testing

@testable import oauthlua

/// What is read of a line without running it.
@Suite struct ReplReadingTests {
    private func kinds(_ source: String) -> [LuaTokens.Kind] { LuaTokens.of(source).map(\.kind) }

    @Test(arguments: [
        ("a.b:c(1)", ["a", ".", "b", ":", "c", "(", "1", ")"]),
        ("x=0x1p-3..2e+5", ["x", "=", "0x1p-3", "..", "2e+5"]),
        ("a//b -- c\nd", ["a", "//", "b", "d"]), ("--[==[ a ]] b\n]==] c", ["c"]), ("--[[ open", []),
        ("::l:: a~=b", ["::", "l", "::", "a", "~=", "b"]), ("[[a]]..[=[b]]c]=]", ["[[a]]", "..", "[=[b]]c]=]"]),
        ("t[1]", ["t", "[", "1", "]"]), ("...", ["..."]), (".5", [".5"]), ("'a\\'b' \"c\"", ["'a\\'b'", "\"c\""]),
        ("ü = 1", ["Ã¼", "=", "1"]),
    ])
    func tokens(source: String, texts: [String]) {
        // What is no token of Lua (bytes beyond ASCII outside of texts) is a symbol a byte.
        let found = LuaTokens.of(source).map(\.text)
        if source.hasPrefix("ü") {
            #expect(Array(found.suffix(2)) == Array(texts.suffix(2)))
        } else {
            #expect(found == texts)
        }
    }

    @Test func textsKnowWhatTheyStandFor() {
        #expect(kinds("'a'") == [.string("a")])
        #expect(kinds("[==[a]]b]==]") == [.string("a]]b")])
        #expect(kinds("\"open") == [.unfinished("open")])
        #expect(kinds("\"open\n") == [.unfinished("open")])
        #expect(kinds("[[open") == [.unfinished("open")])
        #expect(kinds("'a\\z\n  b'") == [.string("a\\z\n  b")])
        #expect(kinds("\"a\\") == [.unfinished("a\\")])
    }

    @Test(arguments: [
        ("local x = 1", " x = 1"), ("local x", " x = nil"), ("local a, b = f()", " a, b = f()"),
        ("local a <const>, b = 1, 2", " a , b = 1, 2"), ("local a <const>", " a  = nil"),
        ("local t <close> = f()", "local t <close> = f()"), ("local _ENV = {}", "local _ENV = {}"),
        ("local function f() local y = 1 return y end", " function f() local y = 1 return y end"),
        ("do local x = 1 end local y = 2", "do local x = 1 end  y = 2"),
        (
            "if a then local b = 1 elseif c then local d else local e end local f",
            "if a then local b = 1 elseif c then local d else local e end  f = nil"
        ),
        ("for i = 1, 2 do local x = i end", "for i = 1, 2 do local x = i end"),
        (
            "while f() do local x end repeat local y until y local z = 1",
            "while f() do local x end repeat local y until y  z = 1"
        ),
        ("f(function() local x = 1 end) local y = 1", "f(function() local x = 1 end)  y = 1"),
        ("x = 'local y = 1' -- local z = 2", "x = 'local y = 1' -- local z = 2"),
        ("local\n  x\n  = 1", "\n  x\n  = 1"), ("x = t.locale local y = 1", "x = t.locale  y = 1"),
        ("local x local y", " x = nil  y = nil"), ("local", "local"), ("local 1", "local 1"),
    ])
    func localsAreShared(source: String, shared: String) {
        #expect(String(decoding: TopLevel.sharingLocals(Array(source.utf8)), as: UTF8.self) == shared)
    }

    @Test func theLastReturn() {
        #expect(TopLevel.lastReturn(in: "x = 1 return x")?.range == 6..<12)
        #expect(TopLevel.lastReturn(in: "function f() return 1 end") == nil)
        #expect(TopLevel.lastReturn(in: "if x then return 1 end return") != nil)
    }

    @Test func commands() throws {
        #expect(PromptCommand(":load a b.lua ") == PromptCommand(":load   a b.lua"))
        #expect(PromptCommand(":load a b.lua")?.argument == "a b.lua")
        #expect(PromptCommand("::label::") == nil)
        #expect(PromptCommand(": x") == nil && PromptCommand("x:y()") == nil && PromptCommand(":") == nil)
        #expect(try PromptCommand(":q")?.resolved().name == "quit")
        #expect(try PromptCommand(":?")?.resolved().name == "help")
        #expect(throws: (any Error).self) { try PromptCommand(":t")?.resolved() }  // table, time, type
    }
}

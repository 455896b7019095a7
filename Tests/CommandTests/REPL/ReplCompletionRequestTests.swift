import LuaHost
import OAuthLua
import Testing

@testable import oauthlua

/// What Tab asks for, and what becomes of the answer.
@Suite struct ReplCompletionRequestTests {
    @Test(
        arguments: [
            ("", .machine(.globals), ""), ("pri", .machine(.globals), "pri"), ("x = pri", .machine(.globals), "pri"),
            ("f(", .machine(.globals), ""), ("x = ", .machine(.globals), ""),
            ("json.", .machine(.fields(["json"])), ""), ("json.en", .machine(.fields(["json"])), "en"),
            ("a.b.c", .machine(.fields(["a", "b"])), "c"),
            ("_.items[1].su", .machine(.fields(["_", "items", 1])), "su"),
            ("t['x y'].z", .machine(.fields(["t", "x y"])), "z"), ("#t[1][2].", .machine(.fields(["t", 1, 2])), ""),
            ("g:ge", .methods(["g"]), "ge"), ("x = g.sub:", .methods(["g", "sub"]), ""),
            ("oauth.connection \"go", .machine(.connections), "go"), ("oauth.connection('", .machine(.connections), ""),
            ("oauth.connection { preset = \"goo", .presets, "goo"), ("t[\"a", .keys(["t"]), "a"),
            (":he", .commands, "he"), (":", .commands, ""), (":help json.", .help, "json."),
            (":table a.", .machine(.fields(["a"])), ""), ("-- done\nx.", .machine(.fields(["x"])), ""),
        ] as [(String, CompletionRequest.Subject, String)])
    func whatIsAsked(line: String, subject: CompletionRequest.Subject, prefix: String) {
        #expect(CompletionRequest(line: line) == CompletionRequest(subject, prefix: prefix))
    }

    @Test(arguments: [
        "f().", "t[i].", "'text", "x = 1", "-- comment", "a.b -- c", "(a or b).", "t[1]", ":load fi", "'text'.",
    ])
    func nothingIsAsked(line: String) { #expect(CompletionRequest(line: line) == nil) }

    private func offer(_ line: String, _ words: [(String, String)]) throws -> CompletionOffer {
        CompletionOffer(
            try #require(CompletionRequest(line: line)), words: words.map { .init($0.0, $0.1) })
    }

    @Test func oneWordIsFilledIn() throws {
        #expect(try offer("x.na", [("name", "string"), ("id", "number")]).insertion == "me")
        #expect(try offer("x.ge", [("get", "function")]).insertion == "t(")
        #expect(try offer("x:", [("get", "function"), ("name", "string")]).insertion == "get(")
        #expect(try offer("oauth.connection \"g", [("google", "table")]).insertion == "oogle\"")
        #expect(try offer("t[\"a", [("a b", "string")]).insertion == " b\"]")
        #expect(try offer(":he", [("help", "name")]).insertion == "lp ")
    }

    @Test func severalAreFilledInAsFarAsTheyAgreeAndThenShown() throws {
        let words = [("start", "string"), ("status", "string"), ("a b", "string"), ("end", "string")]
        #expect(try offer("x.s", words).insertion == "ta")
        let offer = try offer("x.sta", words)
        #expect(offer.insertion.isEmpty && offer.choices == ["start", "status"])
        #expect(try self.offer("x.zz", words) == CompletionOffer())
        // Neither is a field that can stand behind a dot.
        #expect(try self.offer("x.", [("a b", "string"), ("end ", "string")]) == CompletionOffer())
    }

    @Test func columns() {
        let text = CompletionOffer.columns(["alpha", "b", "gamma", "d", "e"], width: 20)
        #expect(text == "alpha  d\nb      e\ngamma\n")
        #expect(CompletionOffer.columns(["a", "b"], width: 1) == "a\nb\n")
        #expect(CompletionOffer.columns((1...250).map { "n\($0)" }, width: 80).hasSuffix("… and 50 more\n"))
    }
}

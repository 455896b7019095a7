import HTTPTypes
import OAuthClient
import OAuthCore
import OAuthLua
import Testing

@testable import oauthlua

/// `:save` and `:curl` without a session.
@Suite struct ReplSavingTests {
    private func script(_ records: ChunkRecord...) -> String { SessionScript(records).text }

    @Test func whatWorkedInItsOrder() {
        let text = script(
            ChunkRecord("local x = 1"), ChunkRecord("error 'no'", outcome: .failed),
            ChunkRecord("x + 1", form: .expression, result: 1, isData: true),
            ChunkRecord("while true do end", outcome: .interrupted), ChunkRecord(":table x", isCommand: true),
            ChunkRecord("f(x)", form: .call), ChunkRecord("{ x }", form: .expression, result: 2, isData: true))
        #expect(text == "local x = 1\nf(x)\nreturn { x }\n")
    }

    @Test func resultsThatAreUsedLaterAreKept() {
        let text = script(
            ChunkRecord("g:get '/x'", form: .call, result: 1),
            ChunkRecord("_:json()", form: .call, result: 2, isData: true),
            ChunkRecord("y = _1.status"), ChunkRecord("#_", form: .expression, result: 3, isData: true))
        #expect(
            text
                == "_1 = g:get '/x'\n_ = _1\n_2 = _:json()\n_ = _2\ny = _1.status\nreturn #_\n")
    }

    @Test func theLastResultIsReturnedWhereverItWas() {
        #expect(
            script(
                ChunkRecord("rows()", form: .call, result: 1, isData: true), ChunkRecord("done()", form: .call),
                ChunkRecord("g", form: .expression, result: 2))
                == "_1 = rows()\ndone()\nreturn _1\n")
    }

    @Test func filesAreThereAsTheyWereLoaded() {
        let text = script(
            ChunkRecord("--#!/usr/bin/env oauthlua\nlocal a = 1\nreturn a;\n", result: 1, isData: true, path: "a.lua"),
            ChunkRecord("_ + 1", form: .expression, result: 2, isData: true))
        #expect(text == "-- a.lua\n--#!/usr/bin/env oauthlua\nlocal a = 1\n_1 = a\n_ = _1\nreturn _ + 1\n")
        #expect(script(ChunkRecord("x = 1 return", path: "b.lua")) == "-- b.lua\nx = 1\n")
    }

    @Test func nothingWorked() { #expect(SessionScript([ChunkRecord("x", outcome: .failed)]).isEmpty) }

    @Test func requestsAsCurlWritesThem() throws {
        var request = APIRequest(method: "GET", url: "/v1/things", query: [Parameter("q", "a b&c")])
        #expect(
            CurlLine(request, base: "https://api.example/", target: "goo gle").text
                == #"curl -H "Authorization: Bearer $(oauthlua token 'goo gle')" -L 'https://api.example/v1/things?q=a%20b%26c'"#
        )
        request = APIRequest(
            method: "POST", url: "https://api.example/x?a=1", query: [Parameter("b", "2")],
            body: .json(Array(#"{"a":"it's"}"#.utf8)))
        #expect(
            CurlLine(request, base: nil, target: nil).text
                == #"curl --json '{"a":"it'\''s"}' -L 'https://api.example/x?a=1&b=2'"#)
        request = APIRequest(
            method: "PUT", url: "https://api.example/x", body: .form([Parameter("password", "p"), Parameter("a", "1")]))
        request.followsRedirects = false
        #expect(
            CurlLine(request, base: nil, target: nil).text
                == "curl -X PUT --data-urlencode password=SECRET --data-urlencode a=1 https://api.example/x")
        request = APIRequest(method: "HEAD", url: "https://api.example/x")
        #expect(CurlLine(request, base: nil, target: nil).text == "curl --head -L https://api.example/x")
    }

    @Test func secretsAreLeftOut() throws {
        var request = APIRequest(url: "https://api.example/x", query: [Parameter("api_key", "abc123")])
        request.headers[.authorization] = "Basic abc123"
        request.headers[.accept] = "text/plain"
        let line = CurlLine(request, base: nil, target: nil)
        #expect(!line.text.contains("abc123") && line.text.contains("-H 'Accept: text/plain'"), "\(line.text)")
        #expect(line.notes == ["put the value of Authorization in the place of SECRET"])
        let other = CurlLine(APIRequest(url: "/x"), base: "https://api.example", target: "x", isBearer: false)
        #expect(!other.text.contains("Bearer") && other.notes.count == 1)
    }
}

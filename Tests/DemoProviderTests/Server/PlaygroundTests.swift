import AsyncHTTPClient
import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import Testing

@testable import DemoProvider

@Suite struct PlaygroundTests {
    @Test func echoSaysWhatItSaw() async throws {
        try await Visitor.visit { visitor async throws in
            let answer = try await visitor.send(
                .PUT, "/api/echo?a=1&a=%C3%A4+b&c",
                headers: [("Authorization", "Bearer secret"), ("X-One", "1"), ("Cookie", "a=b")],
                body: "hällo")
            let json = try answer.json
            #expect(json["method"] as? String == "PUT")
            #expect(json["path"] as? String == "/api/echo")
            #expect(json["body_length"] as? Int == 6)
            #expect(json["authorization"] as? String == "Bearer")
            let digest = SHA256.hash(data: Data("hällo".utf8)).map { String(format: "%02x", $0) }.joined()
            #expect(json["body_sha256"] as? String == digest)
            let query = try #require(json["query"] as? [[String: String]])
            #expect(
                query == [["name": "a", "value": "1"], ["name": "a", "value": "ä b"], ["name": "c", "value": ""]])
            let headers = try #require(json["headers"] as? [[String: String]])
            #expect(headers.contains(["name": "x-one", "value": "1"]))
            #expect(headers.contains(["name": "authorization", "value": "Bearer (13 bytes)"]))
            #expect(!answer.text.contains("secret") && !answer.text.contains("a=b"))
        }
    }

    @Test(arguments: [200, 204, 304, 404, 418, 429, 503, 599])
    func statusAnswersSo(code: Int) async throws {
        try await Visitor.visit { visitor async throws in
            let answer = try await visitor.get("/api/status/\(code)?retry_after=7")
            #expect(answer.status == code)
            #expect(answer.headers.first(name: "Retry-After") == "7")
            #expect(answer.body.isEmpty == (code == 204 || code == 304))
        }
    }

    @Test func redirectGoesWhereItIsTold() async throws {
        try await Visitor.visit { visitor async throws in
            let answer = try await visitor.get("/api/redirect?to=http%3A%2F%2Flocalhost%2Fx&status=307")
            #expect(answer.status == 307)
            #expect(answer.headers.first(name: "Location") == "http://localhost/x")
            #expect(try await visitor.get("/api/redirect?status=200").status == 400)
        }
    }

    @Test(arguments: ["", "&declared=1"])
    func bigIsAnArrayOfExactlyThatSize(flag: String) async throws {
        try await Visitor.visit { visitor async throws in
            let answer = try await visitor.get("/api/big?mb=3" + flag)
            #expect(answer.body.count == 3 << 20)
            #expect(answer.headers.contains(name: "Content-Length") == !flag.isEmpty)
            let list = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String]
            #expect(list?.count == (3 << 20) / 64)
        }
    }

    @Test func linesComeInPages() async throws {
        try await Visitor.visit { visitor async throws in
            let first = try await visitor.get("/api/lines?count=2&bytes=3&pages=2")
            #expect(first.text == "{\"id\":1,\"text\":\"xxx\"}\n{\"id\":2,\"text\":\"xxx\"}\n")
            #expect(first.headers.first(name: "Content-Type") == "application/x-ndjson")
            #expect(first.headers.first(name: "Link") == "<?page=2&count=2&bytes=3&pages=2>; rel=\"next\"")
            let last = try await visitor.get("/api/lines?page=2&count=2&pages=2&type=text%2Fplain")
            #expect(last.text.hasPrefix("{\"id\":3,"))
            #expect(last.headers.first(name: "Content-Type") == "text/plain" && !last.headers.contains(name: "Link"))
            await #expect(throws: HTTPParserError.invalidEOFState) { try await visitor.get("/api/lines?cut=1") }
        }
    }

    @Test func aFeedHasSoManyEntries() async throws {
        try await Visitor.visit { visitor async throws in
            let feed = try await visitor.get("/api/feed?entries=3").text
            #expect(feed.components(separatedBy: "<entry ").count == 4 && feed.hasSuffix("</feed>\n"))
        }
    }

    @Test func cutEndsTooEarly() async throws {
        try await Visitor.visit { visitor async throws in
            await #expect(throws: HTTPParserError.invalidEOFState) { try await visitor.get("/api/cut") }
            // The provider lives on.
            #expect(try await visitor.get("/api/html").status == 200)
        }
    }

    @Test func oddBodies() async throws {
        try await Visitor.visit { visitor async throws in
            #expect(
                try await visitor.get("/api/html").headers.first(name: "Content-Type")?.hasPrefix("text/html") == true)
            #expect(String(validating: try await visitor.get("/api/bad-utf8").body, as: UTF8.self) == nil)
            #expect(try await visitor.get("/api/deep?n=3").text == "[[[]]]")
            #expect(try await visitor.get("/api/deep").body.count == 20_000)
            #expect(try await visitor.get("/api/slow?ms=1").json["waited_ms"] as? Int == 1)
            #expect(try await visitor.get("/api/slow?ms=1&body=1").json["waited_ms"] as? Int == 1)
        }
    }

    @Test(arguments: ["etag", "weak", "date"])
    func aDocumentIsAskedAbout(by: String) async throws {
        try await Visitor.visit { visitor async throws in
            let path = "/api/document?by=\(by)&size=2"
            let first = try await visitor.get(path)
            #expect((try first.json["items"] as? [Any])?.count == 2)
            let mark = by == "date" ? "Last-Modified" : "ETag"
            let condition = by == "date" ? "If-Modified-Since" : "If-None-Match"
            let known = [(condition, try #require(first.headers.first(name: mark)))]
            let same = try await visitor.send(.GET, path, headers: known)
            #expect(same.status == 304 && same.body.isEmpty)
            #expect(same.headers.first(name: mark) == known[0].1)
            if by != "date" {
                let other = try await visitor.send(.GET, path, headers: known + [("Accept-Language", "de")])
                #expect(try other.json["language"] as? String == "de")
            }
            _ = try await visitor.send(.POST, "/_demo/publish")
            #expect(try await visitor.send(.GET, path, headers: known).json["version"] as? Int == 2)
            let stats = try await visitor.get("/_demo/stats").json
            #expect(stats["not_modified"] as? Int == 1)
            #expect(stats["documents"] as? Int == (by == "date" ? 2 : 3))
            let forbidden = try await visitor.get(path + "&no_store=1")
            #expect(forbidden.headers.first(name: "Cache-Control") == "no-store")
        }
    }

    @Test(arguments: ["gzip", "deflate"])
    func compressedBodiesDecode(coding: String) async throws {
        try await Visitor.visit { visitor async throws in
            let json = try await visitor.get("/api/\(coding)").json
            #expect(json["encoding"] as? String == coding)
            #expect((json["text"] as? String)?.count == 80_000)
        }
    }

    @Test func everythingElseIsA404InJSON() async throws {
        try await Visitor.visit { visitor async throws in
            for (method, path) in [("GET", "/nothing"), ("DELETE", "/oauth/token"), ("GET", "/favicon.ico")] {
                let answer = try await visitor.send(.init(rawValue: method), path)
                #expect(answer.status == 404)
                #expect((try answer.json["error"] as? [String: any Sendable])?["code"] as? Int == 404)
            }
        }
    }
}

import Foundation
import Testing

@testable import DemoProvider

@Suite struct PagesTests {
    private func ids(_ answer: Visitor.Answer) throws -> [Int] {
        let items = try answer.json["items"] as? [[String: any Sendable]]
        return (items ?? []).compactMap { $0["id"] as? Int }
    }

    @Test func theSameItemsInEveryStyle() async throws {
        try await Visitor.visit { visitor async throws in
            for style in PageQuestion.Style.allCases where style != .token {
                let first = try await visitor.get("/api/pages/\(style.rawValue)?count=250&size=100")
                #expect(try ids(first) == Array(1...100), "\(style)")
            }
            let cursor = try await visitor.get("/api/pages/cursor?count=250&cursor=200")
            #expect(try ids(cursor) == Array(201...250))
            #expect(try cursor.json["has_more"] as? Bool == false)
            let link = try await visitor.get("/api/pages/link?count=250&page=2")
            #expect(try ids(link) == Array(101...200))
            #expect(link.headers.first(name: "Link") == "<?count=250&page=3>; rel=\"next\"")
            let header = try await visitor.send(.GET, "/api/pages/header?count=250", headers: [("X-Cursor", "100")])
            #expect(header.headers.first(name: "X-Next") == "200")
            let token = try await visitor.send(
                .POST, "/api/pages/token", body: #"{"count":7,"size":3,"page_token":"3"}"#)
            #expect(try ids(token) == [4, 5, 6])
            #expect(try token.json["next"] as? String == "6")
            let offset = try await visitor.get("/api/pages/offset?count=250&offset=240&limit=50")
            #expect(try ids(offset) == Array(241...250))
            #expect(try await visitor.get("/api/pages/page?count=250&page=4").status == 404)
            #expect(try await visitor.get("/api/pages/wheel").status == 404)
        }
    }

    @Test func onlyWhatWasChangedSince() async throws {
        try await Visitor.visit { visitor async throws in
            let answer = try await visitor.get("/api/pages/cursor?count=10&updated_min=2026-01-01T00:07:00Z")
            #expect(try ids(answer) == [8, 9, 10])
        }
    }

    @Test func faults() async throws {
        try await Visitor.visit { visitor async throws in
            func next(_ path: String) async throws -> String? {
                try await visitor.get("/api/pages/" + path).json["next"] as? String
            }
            #expect(try await next("cursor?fault=repeat&cursor=100") == "100")
            #expect(try await next("cursor?fault=loop&cursor=200") == "0")
            #expect(try await next("cursor?fault=empty&cursor=5") == "6")
            #expect(try await next("cursor?fault=forever&cursor=5000") == "5100")
            #expect(try await next("next_url?fault=elsewhere")?.hasPrefix("https://elsewhere.example/") == true)
            #expect(try await visitor.get("/api/pages/cursor?fault=refuse&cursor=100").status == 403)
            #expect(try await visitor.get("/api/pages/cursor?fault=html&cursor=100").text.contains("<title>"))
            #expect(try ids(await visitor.get("/api/pages/offset?fault=deaf&offset=100")).first == 1)
            #expect(try ids(await visitor.get("/api/pages/offset?fault=shrink&offset=100")).first == 151)
            #expect(try await visitor.get("/api/pages/cursor?fault=missing").json["items"] == nil)
        }
    }
}

import Foundation
import HTTPTypes
import Testing

@testable import OAuthClient
@testable import OAuthCore

struct RedirectPolicyTests {
    private static let custom = HTTPField.Name("X-Shop-Token")!

    private func decide(
        _ status: Int, _ location: String?, method: String = "GET", from url: String = "https://api.example/v1/a",
        body: RequestBody = .none, history: Int = 0
    ) -> RedirectPolicy.Decision {
        let request = TransportRequest(
            method: method, url: URL(string: url)!,
            headers: [
                .authorization: "Bearer t", .cookie: "c=1", .proxyAuthorization: "Basic p", Self.custom: "s",
                .contentType: "application/json", .contentEncoding: "gzip", .accept: "*/*",
            ], body: body)
        let response = TransportResponse(status: status, headers: location.map { [.location: $0] } ?? [:])
        return RedirectPolicy(sensitiveHeaders: [Self.custom])
            .decide(request, response, history: Array(repeating: URL(string: url)!, count: history))
    }

    private func next(_ decision: RedirectPolicy.Decision) -> TransportRequest? {
        if case .follow(let request) = decision { request } else { nil }
    }

    @Test(arguments: [
        (301, "GET", "GET"), (301, "POST", "GET"), (301, "PUT", "PUT"), (302, "POST", "GET"), (302, "DELETE", "DELETE"),
        (303, "POST", "GET"), (303, "PUT", "GET"), (303, "HEAD", "HEAD"), (307, "POST", "POST"), (308, "POST", "POST"),
        (308, "PATCH", "PATCH"), (307, "GET", "GET"),
    ])
    func `keeps or changes the method, and the body with it`(status: Int, method: String, expected: String) throws {
        let request = try #require(next(decide(status, "/b", method: method, body: .bytes([1]))))
        #expect(request.method == expected)
        let keepsBody = if case .bytes = request.body { true } else { false }
        #expect(keepsBody == (expected == method))
        #expect((request.headers[.contentType] != nil) == (expected == method))
    }

    @Test(arguments: [200, 201, 300, 304, 305, 401, 500])
    func `leaves every other status alone`(status: Int) {
        guard case .stop = decide(status, "/b") else {
            Issue.record("did not stop")
            return
        }
    }

    @Test(arguments: [
        ("/b", "https://api.example/b"), ("b?x=1", "https://api.example/v1/b?x=1"), ("../c", "https://api.example/c"),
        ("https://api.example:443/d", "https://api.example:443/d"), ("//other.example/e", "https://other.example/e"),
        ("https://user:pw@api.example/f", "https://api.example/f"), ("?q", "https://api.example/v1/a?q"),
    ])
    func `resolves the location`(location: String, expected: String) {
        #expect(next(decide(302, location))?.url.absoluteString == expected)
    }

    @Test func `inherits the fragment`() {
        #expect(
            next(decide(302, "/b", from: "https://a.example/x#top"))?.url.absoluteString == "https://a.example/b#top")
        #expect(
            next(decide(302, "/b#own", from: "https://a.example/x#top"))?.url.absoluteString
                == "https://a.example/b#own")
    }

    @Test(arguments: [
        ("/b", true), ("https://API.example:443/b", true), ("https://other.example/", false),
        ("https://sub.api.example/", false), ("https://api.example:444/", false),
    ])
    func `keeps credentials on the same origin only`(location: String, keeps: Bool) throws {
        let headers = try #require(next(decide(307, location))).headers
        for name in [HTTPField.Name.authorization, .cookie, .proxyAuthorization, Self.custom] {
            #expect((headers[name] != nil) == keeps)
        }
        #expect(headers[.accept] == "*/*")
    }

    @Test(arguments: [
        ("http://api.example/b", 0, "https to plain http"), ("ftp://api.example/b", 0, "no http or https"),
        ("javascript:alert(1)", 0, "no http or https"), ("/b", 10, "more than 10 redirects"),
    ])
    func `refuses with a reason`(location: String, history: Int, reason: String) {
        guard case .refuse(let error) = decide(302, location, history: history) else {
            Issue.record("did not refuse")
            return
        }
        #expect(error.kind == .http)
        #expect(error.message.contains(reason))
        #expect(!error.isTransient)
    }

    @Test func `stops without a location`() {
        guard case .stop = decide(302, nil), case .stop = decide(302, "") else {
            Issue.record("did not stop")
            return
        }
    }
}

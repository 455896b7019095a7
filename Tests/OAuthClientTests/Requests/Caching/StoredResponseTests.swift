import Foundation
import HTTPTypes
import Testing

@testable import OAuthClient
@testable import OAuthCore

/// What is kept, for how long it is taken as it is, and what a 304 changes.
@Suite struct StoredResponseTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    private static func answer(_ headers: HTTPFields, status: Int = 200, body: String = "{}") -> APIResponse {
        APIResponse(
            status: status, reason: "OK", httpVersion: "HTTP/1.1", url: URL(string: "https://api.example/a")!,
            headers: headers, body: Array(body.utf8), wasReplayed: false, redirects: 0)
    }

    private static func stored(_ headers: HTTPFields, use: CacheUse = .revalidating) -> StoredResponse? {
        StoredResponse(answer(headers), to: APIRequest(url: "/a"), use: use, at: now)
    }

    @Test(
        arguments: [
            ([.eTag: "\"1\""], true), ([.lastModified: "Sun, 06 Nov 1994 08:49:37 GMT"], true), ([:], false),
            ([.eTag: "\"1\"", .cacheControl: "private, max-age=0, must-revalidate"], true),
            ([.eTag: "\"1\"", .cacheControl: "no-cache"], true), ([.eTag: "\"1\"", .cacheControl: "No-Store"], false),
            ([.eTag: "\"1\"", .cacheControl: "max-age=1, no-store"], false),
            ([.eTag: "\"1\"", .cacheControl: "no-cache=\"a, no-store\""], true),
            ([.eTag: "\"1\"", .cacheControl: "x=\"\\\"\", no-store"], false),
            ([.eTag: "\"1\"", .vary: "Accept, Authorization"], true), ([.eTag: "\"1\"", .vary: "*"], false),
            ([.eTag: "\"1\"", .vary: "Accept, *"], false),
        ] as [(HTTPFields, Bool)])
    func whatAnAnswerAllows(headers: HTTPFields, isKept: Bool) {
        #expect((Self.stored(headers) != nil) == isKept)
    }

    @Test func noStoreInASecondFieldCounts() {
        var headers: HTTPFields = [.eTag: "\"1\"", .cacheControl: "private"]
        headers.append(HTTPField(name: .cacheControl, value: "no-store"))
        #expect(Self.stored(headers) == nil)
    }

    @Test(arguments: [201, 203, 204, 206, 301, 304, 404, 500])
    func otherStatusesAreNotKept(status: Int) {
        let answer = Self.answer([.eTag: "\"1\""], status: status)
        #expect(StoredResponse(answer, to: APIRequest(url: "/a"), use: .revalidating, at: Self.now) == nil)
    }

    @Test func whatMayNotBeKeptOfOtherReasons() {
        var answer = Self.answer([.eTag: "\"1\""])
        let request = APIRequest(url: "/a")
        #expect(StoredResponse(answer, to: request, use: .off, at: Self.now) == nil)
        answer.leftOrigin = true
        #expect(StoredResponse(answer, to: request, use: .revalidating, at: Self.now) == nil)
        answer.leftOrigin = false
        answer.body = [UInt8](repeating: 0, count: StoredResponse.bodyLimit + 1)
        #expect(StoredResponse(answer, to: request, use: .revalidating, at: Self.now) == nil)
    }

    /// Without a way to ask, an answer is worth keeping only for its age.
    @Test func withoutValidators() {
        #expect(Self.stored([:], use: .fresh(within: .seconds(60)))?.conditions == [:])
    }

    @Test(arguments: [
        (APIRequest(url: "/a"), true), (APIRequest(method: "HEAD", url: "/a"), false),
        (APIRequest(method: "POST", url: "/a"), false), (APIRequest(url: "/a", body: .json([])), false),
        (APIRequest(url: "/a", savePath: "x"), false), (APIRequest(url: "/a", headers: [.range: "bytes=0-1"]), false),
        (APIRequest(url: "/a", headers: [.ifNoneMatch: "\"1\""]), false),
        (APIRequest(url: "/a", headers: [.ifModifiedSince: "x"]), false),
        (APIRequest(url: "/a", headers: [.cacheControl: "no-store"]), false),
        (APIRequest(url: "/a", headers: [.cacheControl: "no-cache"]), true),
    ])
    func whatARequestAllows(request: APIRequest, isCacheable: Bool) {
        #expect(request.isCacheable == isCacheable)
    }

    @Test(arguments: [
        (CacheUse.revalidating, 0.0, false), (.fresh(within: .seconds(60)), 0, true),
        (.fresh(within: .seconds(60)), 59.9, true), (.fresh(within: .seconds(60)), 60, false),
        (.fresh(within: .zero), 0, false), (.fresh(within: .seconds(60)), -1, false),
    ])
    func age(use: CacheUse, seconds: Double, isFresh: Bool) throws {
        let stored = try #require(Self.stored([.eTag: "\"1\""]))
        #expect(stored.isFresh(for: APIRequest(url: "/a"), use: use, at: Self.now + seconds) == isFresh)
        let reload = APIRequest(url: "/a", headers: [.cacheControl: "no-cache"])
        #expect(!stored.isFresh(for: reload, use: use, at: Self.now + seconds))
    }

    @Test func asksWithWhatIsKnown() throws {
        let date = "Sun, 06 Nov 1994 08:49:37 GMT"
        let stored = try #require(Self.stored([.eTag: "W/\"1\"", .lastModified: date]))
        let request = APIRequest(url: "/a", headers: [.accept: "text/csv"]).revalidating(stored)
        #expect(request.headers == [.accept: "text/csv", .ifNoneMatch: "W/\"1\"", .ifModifiedSince: date])
        #expect(request.sensitiveHeaders == [.ifNoneMatch, .ifModifiedSince])
    }

    @Test(
        arguments: [
            ("\"1\"", nil, true), ("\"1\"", "\"1\"", true), ("\"1\"", "W/\"1\"", true), ("\"1\"", "\"2\"", false),
            (nil, "\"2\"", true),
        ] as [(String?, String?, Bool)])
    func a304IsAboutWhatIsStored(own: String?, its: String?, matches: Bool) throws {
        var headers: HTTPFields = [.lastModified: "Sun, 06 Nov 1994 08:49:37 GMT"]
        headers[.eTag] = own
        let stored = try #require(Self.stored(headers))
        var answer = Self.answer([:], status: 304)
        answer.headers[.eTag] = its
        #expect((stored.revalidation(by: answer, at: Self.now) != .mismatched) == matches)
        answer.leftOrigin = true
        #expect(stored.revalidation(by: answer, at: Self.now) == .mismatched)
    }

    @Test(arguments: [200, 206, 404, 412, 503]) func anyOtherAnswerStandsForItself(status: Int) throws {
        let stored = try #require(Self.stored([.eTag: "\"1\""]))
        #expect(stored.revalidation(by: Self.answer([.eTag: "\"1\""], status: status), at: Self.now) == .replaced)
    }

    @Test func a304UpdatesTheHeaders() throws {
        let other = HTTPField.Name("X-Rate")!
        let stored = try #require(
            Self.stored([
                .eTag: "\"1\"", .contentType: "application/json", .contentEncoding: "gzip", .contentLength: "99",
                .date: "then", other: "1",
            ]))
        var answer = Self.answer(
            [
                .eTag: "\"1\"", .contentType: "text/html", .contentLength: "0", .date: "now",
                .connection: "close, x-hop",
                HTTPField.Name("X-Hop")!: "gone", .expires: "soon",
            ], status: 304)
        answer.headers[values: other] = ["2", "3"]
        guard case .unchanged(let updated) = stored.revalidation(by: answer, at: Self.now + 9) else {
            Issue.record("not unchanged")
            return
        }
        #expect(updated.confirmedAt == Self.now + 9)
        #expect(updated.headers[.contentType] == "application/json")
        #expect(updated.headers[.contentEncoding] == "gzip")
        #expect(updated.headers[.contentLength] == "99")
        #expect(updated.headers[.date] == "now")
        #expect(updated.headers[.expires] == "soon")
        #expect(updated.headers[values: other] == ["2", "3"])
        #expect(updated.headers[.connection] == nil)
        #expect(updated.headers[HTTPField.Name("X-Hop")!] == nil)
    }

    @Test(arguments: [0, 1, 5_000_000]) func comesBackAsItWas(size: Int) throws {
        var answer = Self.answer([.eTag: "\"ü\"", HTTPField.Name("X-One")!: "a \"b\" \\"])
        answer.body = (0..<size).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let stored = try #require(
            StoredResponse(answer, to: APIRequest(url: "/a"), use: .revalidating, at: Self.now + 0.25))
        let entry = try #require(stored.entry(body: answer.body))
        let read = try #require(StoredResponse(bytes: entry.head.reveal()))
        #expect(read == stored)
        let body = try #require(read.body(of: entry))
        #expect(body == answer.body)
        #expect(body.capacity >= size + ResponseBody.padding)
        #expect(read.body(of: CacheEntry(head: entry.head, body: Redacted([1, 2]))) == nil)
        var other = read
        other.length += 1
        #expect(other.body(of: entry) == nil)
    }

    @Test(arguments: ["", "{}", "[1]", #"{"version":"","url":"x","length":-1,"confirmed_at":1,"headers":[]}"#])
    func otherBytesAreNone(text: String) { #expect(StoredResponse(bytes: Array(text.utf8)) == nil) }
}

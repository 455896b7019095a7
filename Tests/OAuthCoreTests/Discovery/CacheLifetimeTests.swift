import HTTPTypes
import Testing

@testable import OAuthCore

@Suite struct CacheLifetimeTests {
    @Test(arguments: [
        (nil, CacheLifetime.seconds(86_400)), ("", .seconds(86_400)), ("max-age=3600", .seconds(3600)),
        ("public, Max-Age=\"60\", must-revalidate", .seconds(60)), ("max-age=99999999", .seconds(604_800)),
        ("max-age=99999999999999999999", .seconds(0)), ("max-age=-1", .seconds(0)), ("max-age=x", .seconds(0)),
        ("max-age=0", .seconds(0)), ("no-cache", .seconds(0)), ("no-cache, max-age=60", .seconds(0)),
        ("no-store", .unstored), ("max-age=60, NO-STORE", .unstored), ("private", .seconds(86_400)),
        ("max-age=60, max-age=3600", .seconds(60)),
    ])
    func isWhatTheHeaderSays(header: String?, expected: CacheLifetime) {
        var headers: HTTPFields = [:]
        headers[.cacheControl] = header
        #expect(CacheLifetime(headers) == expected)
    }

    @Test(arguments: [("10", 50), ("60", 0), ("3600", 0), ("-5", 60), ("x", 60)])
    func ageCounts(age: String, expected: Int) {
        #expect(CacheLifetime([.cacheControl: "max-age=60", .age: age]) == .seconds(expected))
    }
}

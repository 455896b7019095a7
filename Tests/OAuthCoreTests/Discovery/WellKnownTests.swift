import Testing

@testable import OAuthCore

@Suite struct WellKnownTests {
    struct Case: Sendable {
        var issuer: String
        var openID: [String]
        var oauth: [String]
    }

    @Test(arguments: [
        // RFC 8414 §3.1 and §5; OpenID Connect Discovery §4.1.
        Case(
            issuer: "https://example.com", openID: ["https://example.com/.well-known/openid-configuration"],
            oauth: ["https://example.com/.well-known/oauth-authorization-server"]),
        Case(
            issuer: "https://example.com/", openID: ["https://example.com/.well-known/openid-configuration"],
            oauth: ["https://example.com/.well-known/oauth-authorization-server"]),
        Case(
            issuer: "https://example.com/issuer1",
            openID: [
                "https://example.com/issuer1/.well-known/openid-configuration",
                "https://example.com/.well-known/openid-configuration/issuer1",
            ],
            oauth: [
                "https://example.com/.well-known/oauth-authorization-server/issuer1",
                "https://example.com/issuer1/.well-known/oauth-authorization-server",
            ]),
        Case(
            issuer: "https://example.com:8443/a/b%20c/",
            openID: [
                "https://example.com:8443/a/b%20c/.well-known/openid-configuration",
                "https://example.com:8443/.well-known/openid-configuration/a/b%20c",
            ],
            oauth: [
                "https://example.com:8443/.well-known/oauth-authorization-server/a/b%20c",
                "https://example.com:8443/a/b%20c/.well-known/oauth-authorization-server",
            ]),
        Case(
            issuer: "http://[::1]:4593", openID: ["http://[::1]:4593/.well-known/openid-configuration"],
            oauth: ["http://[::1]:4593/.well-known/oauth-authorization-server"]),
    ])
    func standWhereTheStandardsSay(_ sample: Case) throws {
        let urls = try #require(WellKnownURLs(issuer: sample.issuer))
        #expect(urls.openID.map(\.absoluteString) == sample.openID)
        #expect(urls.oauth.map(\.absoluteString) == sample.oauth)
    }

    @Test(arguments: ["", "example.com", "ftp://example.com", "https://example.com?tenant=a", "https://example.com/#a"])
    func someIssuersAreNone(_ issuer: String) {
        #expect(WellKnownURLs(issuer: issuer) == nil)
    }
}

import TestSupport
import Testing

/// Tests that need the presets' fixed redirect port: one after the other.
@Suite(.serialized) enum PlayedTests {}

extension PlayedTests {
    /// The twenty best-known providers, as they are played: the shipped preset signs in, fetches, and fetches again when its token
    /// has ended.
    @Suite(.serialized) struct PlayedProviderTests {
        struct Row: Sendable, CustomTestStringConvertible {
            var preset: String
            var provider: String
            var fields = ""
            var isPublic = false
            var requests: [String]

            init(
                _ preset: String, as provider: String? = nil, fields: String = "", isPublic: Bool = false,
                _ requests: String...
            ) {
                self.preset = preset
                self.provider = provider ?? preset
                self.fields = fields
                self.isPublic = isPublic
                self.requests = requests
            }

            var testDescription: String { preset }
        }

        static let refreshed = [
            Row("github", "/user"),
            Row("google", "https://openidconnect.googleapis.com/v1/userinfo", "/calendar/v3/users/me/calendarList"),
            Row("microsoft", fields: #"tenant = "contoso.example""#, isPublic: true, "/me"),
            Row("spotify", "/me"),
            Row("x", "/users/me"),
            Row("reddit", "/api/v1/me"),
            Row("xero", "/Organisation"),
            Row("quickbooks", "/companyinfo/9130347957983546"),
            Row("strava", "/athlete"),
            Row("tiktok", fields: #"redirect_uri = "https://localhost:8484/callback""#, "/user/info/?fields=open_id"),
            Row("notion", "/users/me"),
            Row("salesforce", "/limits"),
            Row("shopify", fields: #"shop = "demo""#, "/shop.json"),
            Row("zoom", "/users/me"),
            Row("dropbox", "POST /users/get_current_account"),
            Row("atlassian", "/rest/api/3/myself"),
            Row("fitbit", "/1/user/-/profile.json"),
            Row("linkedin", "/v2/userinfo", "/rest/posts"),
        ]

        /// The provider refuses the token that has ended; the program refreshes it and asks again.
        @Test(arguments: refreshed) func signsInFetchesRefreshes(row: Row) async throws {
            let world = try await world(row)
            let script = try await signedIn(row, in: world)
            let before = try await world.counts()
            #expect(before.codeGrants == 1 && before.tokenErrors == 0 && before.refreshes == 0, "\(before)")
            #expect(before.unauthorized == 0 && before.apiCalls >= row.requests.count, "\(before)")

            try await world.order("expire")
            let again = try await world.get(script, row.requests[0])
            #expect(again.status == 0, "\(again)")
            let after = try await world.counts()
            #expect(after.codeGrants == 1 && after.refreshes == 1 && after.tokenErrors == 0, "\(after)")
            #expect(after.unauthorized == 1, "\(after)")
            // And the token of the refresh serves the next ones.
            for request in row.requests { #expect(try await world.get(script, request).status == 0) }
            #expect(try await world.counts().refreshes == 1)

            // Where refresh tokens are for one use, the second refresh shows that the new one was kept; the trace of it, as all
            // that is printed, has no secret in it.
            try await world.order("expire")
            let traced = try await world.get(script, row.requests[0], "--verbose")
            #expect(traced.status == 0 && traced.stderr.contains("<redacted>"), "\(traced)")
            let last = try await world.counts()
            #expect(last.refreshes == 2 && last.codeGrants == 1 && last.tokenErrors == 0, "\(last)")
        }

        /// Slack says with status 200 that a token has ended, so it is refreshed by the clock.
        @Test(arguments: [Row("slack", "/auth.test"), Row("slack-user", as: "slack", "/auth.test")])
        func slackIsRefreshedInTime(row: Row) async throws {
            let world = try await world(row, flags: ["--token-lifetime", "2"])
            let script = try await signedIn(row, in: world)
            try await Task.sleep(for: .milliseconds(2500))
            for _ in 0..<2 {
                let again = try await world.get(script, row.requests[0])
                #expect(again.status == 0 && again.stdout.contains(#""ok":true"#), "\(again)")
            }
            let counts = try await world.counts()
            #expect(counts.codeGrants == 1 && counts.refreshes >= 1, "\(counts)")
            #expect(counts.tokenErrors == 0 && counts.unauthorized == 0, "\(counts)")
        }

        /// Facebook gives no refresh token: a living token is exchanged for one that lives long, at once and again.
        @Test func facebookExchangesItsToken() async throws {
            let row = Row("facebook", "/me?fields=id,name")
            let world = try await world(row)
            let script = try await signedIn(row, in: world)
            #expect(try await world.counts().refreshes == 1, "the token of an hour became one of two months")
            let refreshed = try await world.refresh(script, "--verbose")
            #expect(refreshed.status == 0 && refreshed.stderr.contains("<redacted>"), "\(refreshed)")
            #expect(try await world.get(script, row.requests[0]).status == 0)
            let counts = try await world.counts()
            #expect(counts.refreshes == 2 && counts.tokenErrors == 0, "\(counts)")
        }

        /// OAuth 1.0a: the same API, with signatures.
        @Test func xTakesSignedRequests() async throws {
            let world = try await PlayedWorld("x", client: ("demo-consumer", "demo-consumer-secret"))
            let script = try await signedIn(Row("x-oauth1", "/users/me"), in: world)
            let counts = try await world.counts()
            #expect(counts.codeGrants == 0 && counts.apiCalls == 1 && counts.unauthorized == 0, "\(counts)")
            // Such a token does not end by itself; a login that was withdrawn is said to be.
            try await world.order("revoke")
            let refused = try await world.get(script, "/users/me")
            #expect(refused.status == 77, "\(refused)")
        }

        private func world(_ row: Row, flags: [String] = []) async throws -> PlayedWorld {
            try await PlayedWorld(row.provider, client: row.isPublic ? ("demo-public", nil) : nil, flags: flags)
        }

        /// - Returns: the script's path, when it has signed in and fetched everything once.
        private func signedIn(_ row: Row, in world: PlayedWorld) async throws -> String {
            let script = try world.script(row.preset, secret: !row.isPublic, fields: row.fields)
            let login = try await world.authorize(script)
            try #require(login.status == 0, "\(login) \(world.page)")
            #expect(!login.stderr.contains("warning") && !login.stderr.contains("missing"), "\(login)")
            for request in row.requests {
                let fetched = try await world.get(script, request)
                #expect(fetched.status == 0 && !fetched.stdout.isEmpty, "\(fetched)")
            }
            return script
        }
    }
}

import TestSupport
import Testing

extension PlayedTests {
    /// A login that the person has withdrawn at the provider: one error with the provider's words, what they mean, and the command
    /// that helps.
    @Suite(.serialized) struct PlayedRevocationTests {
        struct Row: Sendable, CustomTestStringConvertible {
            var provider: String
            var fields = ""
            var request: String
            /// What the provider says.
            var says = "invalid_grant"
            var cause: String?
            var isPublic = false

            var testDescription: String { provider }
        }

        static let rows = [
            Row(
                provider: "google", request: "/calendar/v3/users/me/calendarList", cause: "Google has ended the login"),
            Row(
                provider: "microsoft", request: "/me", says: "AADSTS50173: The provided grant has expired",
                cause: "the login was withdrawn", isPublic: true),
            Row(provider: "github", request: "/user", says: "bad_refresh_token", cause: "the refresh token has ended"),
            Row(provider: "spotify", request: "/me", cause: "the login was withdrawn"),
            Row(
                provider: "x", request: "/users/me", says: "invalid_request (Value passed for the token was invalid)",
                cause: "the code or refresh token was used before or withdrawn"),
            Row(
                provider: "reddit", request: "/api/v1/me", says: "400 (Bad Request)", cause: "the login was withdrawn"),
            Row(provider: "xero", request: "/Organisation", cause: "30 minutes of grace"),
            Row(
                provider: "quickbooks", request: "/companyinfo/9130347957983546", cause: "its value changes about daily"
            ),
            Row(
                provider: "facebook", request: "/me?fields=id", says: "190", cause: "the token has ended, was withdrawn"
            ),
            Row(
                provider: "strava", request: "/athlete", says: "invalid_refresh_token (Bad Request)",
                cause: "the login was withdrawn"),
            Row(
                provider: "tiktok", fields: #"redirect_uri = "https://localhost:8484/callback""#,
                request: "/user/info/?fields=open_id"),
            Row(provider: "notion", request: "/users/me"),
            Row(provider: "salesforce", request: "/limits", cause: "the login was withdrawn or pushed out"),
            Row(
                provider: "shopify", fields: #"shop = "demo""#, request: "/shop.json",
                says: "invalid_request (This request requires an active refresh_token)",
                cause: "the code or refresh token was used before or withdrawn"),
            Row(provider: "zoom", request: "/users/me", says: "The refresh token is not valid"),
            Row(provider: "dropbox", request: "POST /users/get_current_account"),
            Row(provider: "atlassian", request: "/rest/api/3/myself", cause: "90 days unused"),
            Row(provider: "fitbit", request: "/1/user/-/profile.json", cause: "the login was withdrawn"),
            Row(provider: "linkedin", request: "/v2/userinfo"),
        ]

        @Test(arguments: rows) func aLoginThatWasWithdrawn(row: Row) async throws {
            let world = try await PlayedWorld(row.provider, client: row.isPublic ? ("demo-public", nil) : nil)
            let script = try world.script(row.provider, secret: !row.isPublic, fields: row.fields)
            let login = try await world.authorize(script, "--verbose")
            #expect(login.status == 0 && login.stderr.contains("\n> POST "), "\(login)")
            try await world.order("revoke")
            try await check(row, script, in: world)
        }

        /// Slack's API says it with status 200, which is the script's to see; the program learns of it when the token has ended.
        @Test(arguments: ["slack", "slack-user"]) func slackSaysItAtTheRefresh(preset: String) async throws {
            let world = try await PlayedWorld("slack", flags: ["--token-lifetime", "2"])
            let script = try world.script(preset)
            #expect(try await world.authorize(script).status == 0)
            try await world.order("revoke")
            try await Task.sleep(for: .milliseconds(2500))
            let row = Row(
                provider: preset, request: "/auth.test", says: "invalid_refresh_token",
                cause: "the refresh token was used before or withdrawn")
            try await check(row, script, in: world)
        }

        private func check(_ row: Row, _ script: String, in world: PlayedWorld) async throws {
            let refused = try await world.get(script, row.request, "--verbose")
            #expect(refused.status == 77 && refused.stderr.contains(row.says), "\(refused)")
            #expect(refused.stderr.contains("\ncause: "), "\(refused)")
            if let cause = row.cause { #expect(refused.stderr.contains(cause), "\(refused)") }
            #expect(
                refused.stderr.contains("has ended") && refused.stderr.contains("Run: oauthlua authorize"), "\(refused)"
            )
            #expect(try await world.counts().tokenErrors == 1, "a refused refresh is not repeated")
        }
    }
}

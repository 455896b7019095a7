import TestSupport
import Testing

extension PlayedTests {
    /// That what is played is as strict as the provider: with what the preset says taken away, it does not work, and the
    /// error says why.
    @Suite(.serialized) struct PlayedQuirkTests {
        struct Row: Sendable, CustomTestStringConvertible {
            var provider: String
            /// What the definition says against the preset.
            var fields: String
            /// What is in the error, or on the page that the browser was left with.
            var says: String
            var request = ""
            var status: Int32 = 77
            var isPublic = false

            var testDescription: String { "\(provider): \(fields)" }
        }

        // MARK: The person does not get through

        static let atTheDoor = [
            Row(provider: "strava", fields: #"scope_separator = " ""#, says: "scope has an unknown scope in it"),
            Row(
                provider: "slack", fields: #"scope_separator = " ", scope = { "users:read", "team:read" }"#,
                says: "scope has an unknown scope in it"),
            Row(
                provider: "slack", fields: #"redirect_uri = "http://localhost:8484/callback""#,
                says: "redirect_uri is none"),
            Row(provider: "x", fields: "pkce = false", says: "code_challenge"),
            Row(
                provider: "tiktok", fields: #"parameter_names = { client_id = "client_id" }"#,
                says: "client_key names no application"),
            Row(
                provider: "spotify", fields: #"redirect_uri = "http://localhost/callback""#,
                says: "redirect_uri is none"),
            Row(
                provider: "atlassian", fields: "authorize_params = { audience = false }",
                says: "audience is not api.atlassian.com"),
            Row(provider: "notion", fields: "authorize_params = { owner = false }", says: "owner is not user"),
            Row(
                provider: "microsoft", fields: #"tenant = "nowhere""#, says: "There is nothing at this address",
                isPublic: true),
        ]

        @Test(arguments: atTheDoor) func isRefusedInTheBrowser(row: Row) async throws {
            let world = try await PlayedWorld(row.provider, client: row.isPublic ? ("demo-public", nil) : nil)
            let script = try world.script(row.provider, secret: !row.isPublic, fields: row.fields)
            let login = try await world.authorize(script, timeout: 3)
            #expect(login.status == 77 && login.stderr.contains("nobody signed in"), "\(login)")
            #expect(world.page.contains(row.says) || row.says.isEmpty, "\(world.page)")
            #expect(try await world.counts().codeGrants == 0)
        }

        // MARK: The code is not redeemed

        static let atTheTokenEndpoint = [
            Row(provider: "spotify", fields: #"client_auth = "post""#, says: "invalid_client"),
            Row(provider: "zoom", fields: #"client_auth = "post""#, says: "invalid_client"),
            Row(provider: "fitbit", fields: #"client_auth = "post""#, says: "invalid_client"),
            Row(provider: "quickbooks", fields: #"client_auth = "post""#, says: "invalid_client"),
            Row(provider: "strava", fields: #"client_auth = "basic""#, says: "invalid_client_id"),
            Row(provider: "linkedin", fields: #"client_auth = "basic""#, says: "invalid_client"),
            Row(provider: "atlassian", fields: #"client_auth = "basic""#, says: "invalid_client"),
            Row(provider: "notion", fields: #"body_format = "form""#, says: "invalid_request"),
            Row(provider: "slack", fields: #"client_secret = "wrong""#, says: "bad_client_secret"),
            Row(provider: "github", fields: #"client_secret = "wrong""#, says: "incorrect_client_credentials"),
            Row(provider: "salesforce", fields: #"client_secret = "wrong""#, says: "invalid_client_id"),
            Row(provider: "facebook", fields: #"client_secret = "wrong""#, says: "The client is not who it says"),
            Row(
                provider: "tiktok",
                fields: #"redirect_uri = "https://localhost:8484/callback", client_secret = "wrong""#,
                says: "invalid_client"),
            Row(provider: "x", fields: #"client_auth = "post""#, says: "Missing valid authorization header"),
            Row(provider: "microsoft", fields: #"client_secret = "a-secret""#, says: "AADSTS700025", isPublic: true),
        ]

        @Test(arguments: atTheTokenEndpoint) func isRefusedAtTheTokenEndpoint(row: Row) async throws {
            let world = try await PlayedWorld(row.provider, client: row.isPublic ? ("demo-public", nil) : nil)
            // A field that is written twice is no error in Lua: the later one counts.
            let script = try world.script(row.provider, secret: !row.isPublic, fields: row.fields)
            let login = try await world.authorize(script)
            #expect(login.status == 77 && login.stderr.contains(row.says), "\(login) \(world.page)")
            #expect(login.stderr.contains("hint: "), "what to do is said: \(login)")
            let counts = try await world.counts()
            #expect(counts.codeGrants == 0 && counts.tokenErrors >= 1, "\(counts)")
        }

        /// A program that does not say who it is gets 429 there, which is worth another try later.
        @Test func redditWantsToKnowWhoAsks() async throws {
            let world = try await PlayedWorld("reddit")
            let script = try world.script("reddit", fields: #"user_agent = "curl/8.0", retry = false"#)
            let login = try await world.authorize(script)
            #expect(login.status == 75 && login.stderr.contains("429"), "\(login)")
        }

        // MARK: No refresh token

        static let withoutRefreshToken = [
            Row(
                provider: "google", fields: "access_type = false", says: "",
                request: "/calendar/v3/users/me/calendarList"),
            Row(provider: "reddit", fields: "authorize_params = { duration = false }", says: "", request: "/api/v1/me"),
            Row(
                provider: "dropbox", fields: "authorize_params = { token_access_type = false }", says: "",
                request: "POST /users/get_current_account"),
            Row(provider: "x", fields: "offline_scope = false", says: "", request: "/users/me"),
            Row(provider: "salesforce", fields: "offline_scope = false", says: "", request: "/limits"),
            Row(provider: "xero", fields: "offline_scope = false", says: "", request: "/Organisation"),
            Row(
                provider: "atlassian", fields: #"offline_scope = false, scope = "read:jira-work""#, says: "",
                request: "/rest/api/3/myself"),
            Row(provider: "microsoft", fields: "offline_scope = false", says: "", request: "/me", isPublic: true),
            Row(
                provider: "shopify", fields: #"shop = "demo", token_params = { expiring = false }"#, says: "",
                request: "/shop.json"),
        ]

        /// The login works until its token ends, and then wants the person again.
        @Test(arguments: withoutRefreshToken) func endsWithItsToken(row: Row) async throws {
            let world = try await PlayedWorld(row.provider, client: row.isPublic ? ("demo-public", nil) : nil)
            let script = try world.script(row.provider, secret: !row.isPublic, fields: row.fields)
            #expect(try await world.authorize(script).status == 0)
            #expect(try await world.get(script, row.request).status == 0)
            try await world.order("expire")
            let ended = try await world.get(script, row.request)
            #expect(ended.status == 77 && ended.stderr.contains("oauthlua authorize"), "\(ended)")
            #expect(try await world.counts().refreshes == 0)
        }

        // MARK: The API

        static let atTheAPI = [
            Row(
                provider: "xero", fields: #"tenant = "another""#, says: "the token is not for this organization",
                request: "/Organisation", status: 77),
            Row(
                provider: "quickbooks", fields: #"realm_id = "9130347957983547""#,
                says: "the token has ended or is not for this company or environment",
                request: "/companyinfo/9130347957983546", status: 77),
            Row(
                provider: "atlassian", fields: #"cloud_id = "another""#, says: "404", request: "/rest/api/3/myself",
                status: 69),
            Row(
                provider: "linkedin", fields: #"headers = { ["LinkedIn-Version"] = false }"#, says: "400",
                request: "/rest/posts", status: 69),
            Row(
                provider: "notion", fields: #"headers = { ["Notion-Version"] = false }"#, says: "400",
                request: "/users/me", status: 69),
            Row(
                provider: "shopify", fields: #"shop = "demo", token_placement = false"#, says: "401",
                request: "/shop.json", status: 77),
            Row(
                provider: "tiktok", fields: #"redirect_uri = "https://localhost:8484/callback""#,
                says: "invalid_params",
                request: "/user/info/", status: 69),
            Row(provider: "dropbox", fields: "", says: "404", request: "/users/get_current_account", status: 69),
            Row(
                provider: "salesforce", fields: #"base_url = "https://login.salesforce.com""#, says: "404",
                request: "/services/data/v62.0/limits", status: 69),
        ]

        @Test(arguments: atTheAPI) func isRefusedAtTheAPI(row: Row) async throws {
            let world = try await PlayedWorld(row.provider)
            let script = try world.script(row.provider, fields: row.fields)
            let login = try await world.authorize(script)
            #expect(login.status == 0, "\(login)")
            let refused = try await world.get(script, row.request)
            #expect(refused.status == row.status && refused.stderr.contains(row.says), "\(refused)")
        }

        /// A token is for the hosts of its connection: another shop is asked nothing.
        @Test func aTokenDoesNotGoToAnotherShop() async throws {
            let world = try await PlayedWorld("shopify")
            let script = try world.script("shopify", fields: #"shop = "demo""#)
            #expect(try await world.authorize(script).status == 0)
            let calls = try await world.counts().apiCalls
            let refused = try await world.get(script, "https://other.myshopify.com/admin/api/2025-10/shop.json")
            #expect(refused.status != 0 && refused.stderr.contains("other.myshopify.com"), "\(refused)")
            #expect(try await world.counts().apiCalls == calls)
        }

        // MARK: Answers

        /// GitHub answers in a form where nobody asks for JSON, and that is read as well.
        @Test func gitHubsFormIsRead() async throws {
            let world = try await PlayedWorld("github")
            let script = try world.script("github", fields: #"token_headers = { Accept = "*/*" }"#)
            #expect(try await world.authorize(script).status == 0)
            #expect(try await world.get(script, "/user").status == 0)
        }

        /// Xero and QuickBooks answer in XML where nobody asks for JSON.
        @Test(arguments: [("xero", "/Organisation"), ("quickbooks", "/companyinfo/9130347957983546")])
        func jsonIsAskedFor(provider: String, request: String) async throws {
            let world = try await PlayedWorld(provider)
            let script = try world.script(provider, fields: "headers = { Accept = false }")
            #expect(try await world.authorize(script).status == 0)
            let fetched = try await world.get(script, request)
            #expect(fetched.status == 0 && fetched.stdout.hasPrefix("<"), "\(fetched)")
        }

        /// LinkedIn's ID tokens have no nonce: a sign-in that sends one cannot be told from a stolen one.
        @Test func linkedInHasNoNonce() async throws {
            let world = try await PlayedWorld("linkedin")
            try world.home.write(
                #"{ "name": "LinkedIn", "extends": "linkedin", "authorize_params": null }"#, to: "home/presets/own.json"
            )
            let login = try await world.authorize(try world.script("own"))
            #expect(login.status == 77 && login.stderr.contains("nonce"), "\(login)")
        }

        /// The token of a Salesforce org goes to that org alone, not even to where it came from.
        @Test func salesforcesTokenIsForTheOrg() async throws {
            let world = try await PlayedWorld("salesforce")
            let script = try world.script("salesforce")
            #expect(try await world.authorize(script).status == 0)
            let refused = try await world.get(script, "https://login.salesforce.com/services/oauth2/userinfo")
            #expect(refused.status == 78 && refused.stderr.contains("is not sent to"), "\(refused)")
            #expect(try await world.counts().apiCalls == 0)
            #expect(try await world.get(script, "https://demo.my.salesforce.com/services/oauth2/userinfo").status == 0)
        }

        /// X says in numbers what is wrong with a signed request.
        @Test func xRefusesSignatures() async throws {
            let world = try await PlayedWorld("x", client: ("demo-consumer", "demo-consumer-secret"))
            for (fields, says) in [
                (#"redirect_uri = "http://127.0.0.1:8484/other""#, "cause: the callback URL is not one of the app's"),
                (#"client_secret = "wrong""#, "cause: X could not tell who signed the request"),
            ] {
                let login = try await world.authorize(try world.script("x-oauth1", fields: fields))
                #expect(login.status == 77 && login.stderr.contains(says), "\(login)")
            }
        }

        /// Google gives a refresh token only once to who does not ask for the consent again: the second sign-in keeps the
        /// first one's.
        @Test func googlesRefreshTokenIsKept() async throws {
            let world = try await PlayedWorld("google")
            let script = try world.script("google", fields: "authorize_params = { prompt = false }")
            for _ in 0..<2 { #expect(try await world.authorize(script).status == 0) }
            try await world.order("expire")
            let fetched = try await world.get(script, "/calendar/v3/users/me/calendarList")
            #expect(fetched.status == 0, "\(fetched)")
            #expect(try await world.counts().refreshes == 1)
        }
    }
}

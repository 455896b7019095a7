import OAuthCore
import Testing

@Suite struct ErrorExplanationTests {
    /// As providers send them: the code, the sentence, who said it, and what is found.
    static let said: [(code: String?, text: String, host: String?, found: String, of: ErrorExplanation.Provider?)] = [
        (
            "invalid_client", "invalid_client (AADSTS7000215: Invalid client secret provided. Ensure the secret value)",
            "login.microsoftonline.com", "AADSTS7000215", .microsoft
        ),
        ("invalid_grant", "AADSTS70008: expired", "login.contoso.example", "AADSTS70008", .microsoft),
        ("124", "", "api.zoom.us", "124", .zoom),
        ("missing_scope", "", "api.dropboxapi.com", "missing_scope", .dropbox),
        (
            "invalid_grant", "invalid_grant (Token has been expired or revoked)", "oauth2.googleapis.com",
            "invalid_grant", .google
        ),
        (
            "invalid_grant", "invalid_grant (Incorrect Token type or clientID)", "oauth.platform.intuit.com",
            "invalid_grant", .intuit
        ),
        ("invalid_grant", "invalid_grant", "auth.example.com", "invalid_grant", nil),
        ("invalid_grant", "invalid_grant", nil, "invalid_grant", nil),
        (
            "bad_verification_code", "bad_verification_code (The code passed is incorrect)", "github.com",
            "bad_verification_code", .github
        ),
        ("ratelimited", "ratelimited", "slack.com", "ratelimited", .slack),
        ("missing_scope", "missing_scope", "app.slack.com", "missing_scope", .slack),
        ("190", "Error validating access token", "graph.facebook.com", "190", .facebook),
        (
            nil, "https://api.notion.com/v1/pages/1 answered 404: {\"code\":\"object_not_found\"}", "api.notion.com",
            "object_not_found", .notion
        ),
        (
            nil, "https://www.googleapis.com/x answered 403: {\"reason\":\"ACCESS_TOKEN_SCOPE_INSUFFICIENT\"}",
            "www.googleapis.com", "ACCESS_TOKEN_SCOPE_INSUFFICIENT", .google
        ),
        (
            nil,
            "https://quickbooks.api.intuit.com/x answered 403: message=ApplicationAuthorizationFailed; errorCode=003100",
            "quickbooks.api.intuit.com", "ApplicationAuthorizationFailed", .intuit
        ),
        (nil, "answered 403: \"reason\": \"rateLimitExceeded\"", "www.googleapis.com", "rateLimitExceeded", .google),
        ("400", "400 (Bad Request)", "www.reddit.com", "400", .reddit),
        (
            "invalid_request", "invalid_request (Value passed for the token was invalid)", "api.x.com",
            "invalid_request", .x
        ),
        ("REDIRECT_URI_MISMATCH", "", nil, "redirect_uri_mismatch", nil),
        ("admin_policy_enforced", "admin_policy_enforced", nil, "admin_policy_enforced", nil),
    ]

    @Test(arguments: said.indices)
    func finds(_ index: Int) throws {
        let said = Self.said[index]
        let found = try #require(ErrorExplanation.of(code: said.code, in: said.text, from: said.host))
        #expect(found.code == said.found && found.provider == said.of, "\(found)")
    }

    @Test(
        arguments: [
            // A number is nobody's without its provider; a word of prose is no code; a provider's code is not another's.
            ("190", "", nil), ("190", "", "api.example.com"), ("100", "", nil),
            (nil, "you are ratelimited", "slack.com"),
            ("missing_scope", "", "api.example.com"), (nil, "", nil), ("", "", nil),
            ("teapot", "a teapot", "google.com"),
            ("something_else", "the words invalid_grant stand in a sentence", "api.example.com"),
            ("190", "", "facebook.com.example.org"), ("190", "", "notfacebook.com"),
        ] as [(String?, String, String?)])
    func findsNothing(code: String?, text: String, host: String?) {
        #expect(ErrorExplanation.of(code: code, in: text, from: host) == nil)
    }

    @Test func theCatalogueIsWhole() {
        let all = ErrorExplanation.all
        #expect(all.count >= 60)
        #expect(Set(all.map { "\($0.code.lowercased()) \($0.provider?.rawValue ?? "")" }).count == all.count)
        for entry in all {
            #expect(!entry.cause.hasSuffix(".") && !entry.fix.hasSuffix("."), "\(entry)")
            #expect(entry.fix.first?.isUppercase == true && entry.cause.count > 10 && entry.fix.count > 5, "\(entry)")
            #expect(!entry.cause.contains(". ") && !entry.fix.contains(". "), "one sentence: \(entry)")
            // Each can be found again from what its provider would send.
            let host = entry.provider?.hosts.first
            #expect(ErrorExplanation.of(code: entry.code, from: host) == entry, "\(entry)")
        }
    }

    @Test func errorsKnowTheirExplanation() {
        var error = OAuthError(
            .oauth, "the provider of 'x' refused the token request: invalid_grant", oauthError: "invalid_grant",
            url: "https://oauth2.googleapis.com/token")
        #expect(error.explanation?.provider == .google)
        error.url = "https://user@auth.example.com:8443/token"
        #expect(error.explanation?.isStandard == true)
        // What we say ourselves is no provider's word.
        #expect(OAuthError(.config, "invalid_grant", oauthError: "invalid_grant").explanation == nil)
    }
}

import Foundation
import Testing

@testable import DemoProvider

@Suite struct SignInTests {
    @Test func aPersonSignsInAndAllows() async throws {
        try await Visitor.visit { visitor async throws in
            let login = try await visitor.get(visitor.authorizePath())
            #expect(login.status == 200)
            #expect(login.text.contains("<h1>Sign in</h1>"))
            #expect(login.headers.first(name: "Cache-Control") == "no-store")
            let policy = try #require(login.headers.first(name: "Content-Security-Policy"))
            #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))

            let wrong = try await answer(visitor, login, "/oauth/login", ["username": "demo", "password": "demo1"])
            #expect(wrong.status == 401)
            #expect(wrong.text.contains("That is not the demo account"))

            let signedIn = try await answer(visitor, login, "/oauth/login", ["username": "demo", "password": "demo"])
            #expect(signedIn.status == 303)
            #expect(
                signedIn.cookie != nil && signedIn.cookie != login.cookie, "a session fixed before the login is useless"
            )

            let cookie = try #require(signedIn.cookie)
            let consent = try await visitor.send(
                .GET, signedIn.headers.first(name: "Location")!, headers: [("Cookie", cookie)])
            #expect(consent.text.contains("See your calendars and their events"))
            #expect(consent.text.contains("http://127.0.0.1:7777"))
            #expect(
                consent.headers.first(name: "Content-Security-Policy")?.contains(
                    "form-action 'self' http://127.0.0.1:7777;") == true)
            let allowed = try await answer(visitor, consent, "/oauth/consent", ["decision": "allow"], cookie: cookie)
            #expect(allowed.status == 303)
            let code = try #require(allowed.locationQuery("code"))
            #expect(try await visitor.redeem(code).status == 200)

            // The form is worth nothing a second time; the person is not asked to sign in again.
            #expect(
                try await answer(visitor, consent, "/oauth/consent", ["decision": "allow"], cookie: cookie).status
                    == 403)
            let next = try await visitor.send(.GET, visitor.authorizePath(), headers: [("Cookie", cookie)])
            #expect(next.text.contains("<h1>Allow oauthlua demo?</h1>"))
            let forced = try await visitor.send(
                .GET, visitor.authorizePath(["prompt": "login"]), headers: [("Cookie", cookie)])
            #expect(forced.text.contains("<h1>Sign in</h1>"))
            let silent = try await visitor.send(
                .GET, visitor.authorizePath(["prompt": "none"]), headers: [("Cookie", cookie)])
            #expect(silent.locationQuery("error") == "consent_required")
        }
    }

    @Test func aPersonSaysNo() async throws {
        try await Visitor.visit { visitor async throws in
            let (consent, cookie) = try await consentPage(visitor)
            let denied = try await answer(visitor, consent, "/oauth/consent", ["decision": "deny"], cookie: cookie)
            #expect(denied.locationQuery("error") == "access_denied")
            #expect(denied.locationQuery("state") == "s t&")
            #expect(denied.locationQuery("iss") == visitor.endpoints.issuer)
            #expect(denied.locationQuery("code") == nil)
        }
    }

    @Test func nobodyElseCanAnswer() async throws {
        try await Visitor.visit { visitor async throws in
            let (consent, cookie) = try await consentPage(visitor)
            let interaction = try #require(consent.field("interaction"))
            let token = try #require(consent.field("form_token"))
            let forgeries: [(form: [String: String], cookie: String?)] = [
                (["interaction": interaction, "decision": "allow"], cookie),
                (["interaction": interaction, "form_token": token + "x", "decision": "allow"], cookie),
                (["interaction": interaction, "form_token": token, "decision": "allow"], nil),
                (["interaction": interaction, "form_token": token, "decision": "allow"], "demo_session_1=\(token)"),
                (["interaction": "other", "form_token": token, "decision": "allow"], cookie),
            ]
            for forgery in forgeries {
                let answer = try await visitor.post(
                    "/oauth/consent", forgery.form, headers: forgery.cookie.map { [("Cookie", $0)] } ?? [])
                #expect(answer.status == 403)
                #expect(answer.headers.first(name: "Location") == nil)
            }
            // An attacker's own session and form token do not open another browser's question.
            let (_, otherCookie) = try await consentPage(visitor)
            let stolen = try await visitor.post(
                "/oauth/consent", ["interaction": interaction, "form_token": token, "decision": "allow"],
                headers: [("Cookie", otherCookie)])
            #expect(stolen.status == 403)
        }
    }

    @Test func consentNeedsLogin() async throws {
        try await Visitor.visit { visitor async throws in
            let login = try await visitor.get(visitor.authorizePath())
            let skipped = try await answer(visitor, login, "/oauth/consent", ["decision": "allow"])
            #expect(skipped.status == 403)
        }
    }

    @Test(arguments: [
        "https://evil.example/callback", "http://127.0.0.1@evil.example/callback",
        "http://127.0.0.1.evil.example/callback", "http://localhost.evil.example/", "http://127.0.0.1:80@evil.example/",
        "http://evil.example/http://127.0.0.1/", "http://127.0.0.1:7777/callback#x", "http://127.0.0.1\\@evil.example/",
        "//127.0.0.1/callback", "http:/127.0.0.1/", "javascript:alert(1)", "http://127.0.0.1:99999/", "",
        "http://127.0.0.1:/callback", "http://127.0.0.1:7777 /callback", "http://user:pass@127.0.0.1:7777/callback",
        "http://[::1].evil.example/", "http://2130706433/", "http://127.0.0.1:7777/callback\r\nSet-Cookie: a=b",
        "http://127.0.0.1;evil.example/", "http://0.0.0.0/callback", "custom-scheme://127.0.0.1/",
    ])
    func otherRedirectURIsGetAPage(uri: String) async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let answer = try await visitor.get(visitor.authorizePath(["redirect_uri": uri]))
            #expect(answer.status == 400)
            #expect(answer.headers.first(name: "Location") == nil)
            #expect(answer.text.contains("This redirect address is not allowed"))
        }
    }

    @Test(arguments: [
        "http://127.0.0.1/callback", "http://[::1]:4711/cb", "http://localhost:1", "https://localhost:8443/cb?a=b",
        "http://127.0.0.1:65535/a/b?x=1&y=2",
    ])
    func loopbackRedirectURIsAreUsedAsTheyAre(uri: String) async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let answer = try await visitor.get(visitor.authorizePath(["redirect_uri": uri]))
            let location = try #require(answer.headers.first(name: "Location"))
            #expect(location.hasPrefix(uri + (uri.contains("?") ? "&" : "?") + "code="))
        }
    }

    @Test(
        arguments: [
            (["response_type": nil], "invalid_request"),
            (["response_type": "token"], "unsupported_response_type"),
            (["response_mode": "fragment"], "invalid_request"),
            (["code_challenge": nil], "invalid_request"),
            (["code_challenge_method": "plain"], "invalid_request"),
            (["code_challenge_method": nil], "invalid_request"),
            (["code_challenge": "short"], "invalid_request"),
            (["scope": "calendar.readonly mailbox"], "invalid_scope"),
            (["request_uri": "https://example.org/"], "request_uri_not_supported"),
        ] as [([String: String?], String)])
    func errorsGoToTheClient(changes: [String: String?], error: String) async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let answer = try await visitor.get(visitor.authorizePath(changes))
            #expect(answer.status == 302)
            #expect(answer.locationQuery("error") == error)
            #expect(answer.locationQuery("state") == "s t&")
            #expect(answer.locationQuery("iss") == visitor.endpoints.issuer)
        }
    }

    @Test func anUnknownClientIsNotRedirected() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let answer = try await visitor.get(visitor.authorizePath(["client_id": "<script>"]))
            #expect(answer.status == 400)
            #expect(answer.headers.first(name: "Location") == nil)
            #expect(!answer.text.contains("<script>"))
            let twice = try await visitor.get(visitor.authorizePath() + "&client_id=demo-public")
            #expect(twice.status == 400)
        }
    }

    @Test func issCanBeLeftOut() async throws {
        try await Visitor.visitWillingly {
            $0.sendsIss = false
        } _: { visitor async throws in
            let answer = try await visitor.get(visitor.authorizePath())
            #expect(answer.locationQuery("code") != nil)
            #expect(answer.locationQuery("iss") == nil)
        }
    }

    // MARK: Steps

    /// Sends the form of a page back, with its hidden fields.
    private func answer(
        _ visitor: Visitor, _ page: Visitor.Answer, _ path: String, _ form: [String: String], cookie: String? = nil
    ) async throws -> Visitor.Answer {
        var form = form
        for name in ["interaction", "form_token"] { form[name] = page.field(name) }
        return try await visitor.post(path, form, headers: [("Cookie", try #require(cookie ?? page.cookie))])
    }

    private func consentPage(_ visitor: Visitor) async throws -> (Visitor.Answer, cookie: String) {
        let login = try await visitor.get(visitor.authorizePath())
        let signedIn = try await answer(visitor, login, "/oauth/login", ["username": "demo", "password": "demo"])
        let cookie = try #require(signedIn.cookie)
        let location = try #require(signedIn.headers.first(name: "Location"))
        return (try await visitor.send(.GET, location, headers: [("Cookie", cookie)]), cookie)
    }
}

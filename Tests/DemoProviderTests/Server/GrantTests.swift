import Foundation
import Testing

@testable import DemoProvider

@Suite struct GrantTests {
    @Test func aClientAsksInItsOwnName() async throws {
        try await Visitor.visit { visitor async throws in
            let answer = try await visitor.token(["grant_type": "client_credentials"])
            #expect(answer.status == 200)
            let json = try answer.json
            #expect(json["refresh_token"] == nil)
            let token = try #require(json["access_token"] as? String)
            #expect(try await visitor.get("/calendar/v3/users/me/calendarList", token: token).status == 200)
            let seen = try await visitor.introspect(token)
            #expect(seen["active"] as? Bool == true && seen["sub"] == nil)
            let anonymous = try await visitor.post(
                "/oauth/token", ["grant_type": "client_credentials", "client_id": "demo-public"])
            #expect(anonymous.error == "unauthorized_client")
        }
    }

    @Test(
        arguments: [
            (["username": "demo", "password": "demo"], nil), (["username": "demo", "password": "x"], "invalid_grant"),
            (["username": "demo"], "invalid_request"),
            (["username": "demo", "password": "demo", "scope": "mailbox"], "invalid_scope"),
        ] as [([String: String], String?)])
    func aPasswordIsATokenIfItIsRight(form: [String: String], error: String?) async throws {
        try await Visitor.visit { visitor async throws in
            let answer = try await visitor.token(form.merging(["grant_type": "password"]) { old, _ in old })
            #expect(answer.error == error)
            #expect((try answer.json["refresh_token"] != nil) == (error == nil))
        }
    }

    @Test func aJSONBodyIsAForm() async throws {
        try await Visitor.visit { visitor async throws in
            let body = #"{"grant_type":"password","username":"demo","password":"demo","unused":[1,{}]}"#
            let answer = try await visitor.send(
                .POST, "/oauth/token", headers: visitor.basic + [("Content-Type", "application/json")], body: body)
            #expect(answer.status == 200)
        }
    }

    // MARK: Assertions

    @Test(
        arguments: [
            ([:], nil),
            (["sub": .string("dana@example.org"), "scope": .string("calendar.readonly")], nil),
            (["aud": .string("https://other.example.org")], "invalid_grant"),
            (["exp": .int(1)], "invalid_grant"),
            (["exp": .int(Signer.now + 90_000)], "invalid_grant"),
            (["iss": .string("somebody")], "invalid_grant"),
            (["scope": .string("mailbox")], "invalid_scope"),
        ] as [([String: Signer.Value], String?)])
    func aServiceAccountSignsForItself(changes: [String: Signer.Value], error: String?) async throws {
        try await Visitor.visit { visitor async throws in
            let account = try await visitor.get("/_demo/service_account").json
            #expect(account["type"] as? String == "service_account")
            #expect(account["token_uri"] as? String == visitor.endpoints.tokenURL)
            let signer = try await Signer("RS256", pem: try #require(account["private_key"] as? String))
            let claims: [String: Signer.Value] = [
                "iss": .string(try #require(account["client_email"] as? String)),
                "aud": .string(visitor.endpoints.tokenURL), "iat": .int(Signer.now), "exp": .int(Signer.now + 3600),
            ]
            let answer = try await visitor.post(
                "/oauth/token",
                [
                    "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
                    "assertion": try await signer.sign(claims.merging(changes) { _, new in new }),
                ])
            #expect(answer.error == error)
            #expect((try answer.json["access_token"] != nil) == (error == nil))
        }
    }

    @Test(arguments: [
        ("https://idp.example.org", true, nil), ("https://evil.example", true, "invalid_grant"),
        ("https://idp.example.org", false, "invalid_grant"),
    ])
    func aSAMLAssertionIsLookedAt(issuer: String, isOurs: Bool, error: String?) async throws {
        try await Visitor.visit { visitor async throws in
            let audience = isOurs ? visitor.endpoints.issuer : "https://other.example.org"
            let xml = """
                <saml:Assertion><saml:Issuer>\(issuer)</saml:Issuer>\
                <saml:Audience>\(audience)</saml:Audience></saml:Assertion>
                """
            let answer = try await visitor.token([
                "grant_type": "urn:ietf:params:oauth:grant-type:saml2-bearer",
                "assertion": Prover.base64url(Data(xml.utf8)),
            ])
            #expect(answer.error == error)
        }
    }

    // MARK: Exchange and extensions

    @Test(
        arguments: [
            ([:], nil), (["subject_token": nil], "invalid_request"), (["subject_token": "x"], "invalid_request"),
            (["subject_token_type": nil], "invalid_request"),
            (["subject_token_type": "access_token"], "invalid_request"),
            (["actor_token_type": "urn:ietf:params:oauth:token-type:access_token"], "invalid_request"),
            (["audience": "unknown"], "invalid_target"), (["resource": "not a uri#"], "invalid_target"),
            (["requested_token_type": "urn:ietf:params:oauth:token-type:saml2"], "invalid_request"),
        ] as [([String: String?], String?)])
    func aTokenIsExchanged(changes: [String: String?], error: String?) async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let kind = "urn:ietf:params:oauth:token-type:access_token"
            var form = [
                "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token": try await visitor.login().accessToken, "subject_token_type": kind,
                "resource": "https://api.example.org/",
            ]
            for (name, value) in changes { form[name] = value }
            let answer = try await visitor.token(form)
            #expect(answer.error == error)
            guard error == nil else { return }
            #expect(try answer.json["issued_token_type"] as? String == kind)
            let seen = try await visitor.introspect(try #require(try answer.json["access_token"] as? String))
            #expect(seen["aud"] as? [String] == ["https://api.example.org/"])
            #expect(seen["sub"] as? String == "demo-user-1")
        }
    }

    @Test func anActorIsNamed() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let kind = "urn:ietf:params:oauth:token-type:"
            let answer = try await visitor.token([
                "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token": try await visitor.login().accessToken, "subject_token_type": kind + "access_token",
                "actor_token": Prover.base64url(Data("<saml/>".utf8)), "actor_token_type": kind + "saml2",
            ])
            let seen = try await visitor.introspect(try #require(try answer.json["access_token"] as? String))
            #expect((seen["act"] as? [String: String])?["sub"] == "demo-user-1")
        }
    }

    @Test func anExtensionGrantTakesWhatItGets() async throws {
        try await Visitor.visit { visitor async throws in
            let answer = try await visitor.token([
                "grant_type": "urn:demo:params:oauth:grant-type:free", "colour": "blue", "number": "7",
            ])
            let received = try answer.json["received"] as? [String: String]
            #expect(received?["colour"] == "blue" && received?["number"] == "7")
            #expect(try await visitor.token(["grant_type": "account_credentials"]).error == "invalid_request")
            #expect(
                try await visitor.token(["grant_type": "account_credentials", "account_id": "1"]).status == 200)
            #expect(try await visitor.token(["grant_type": "urn:unknown"]).error == "unsupported_grant_type")
        }
    }
}

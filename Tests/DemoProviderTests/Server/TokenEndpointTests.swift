import Foundation
import Testing

@testable import DemoProvider

@Suite struct TokenEndpointTests {
    @Test func aCodeBecomesTokens() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let callback = try await visitor.get(visitor.authorizePath())
            #expect(callback.status == 302)
            #expect(callback.headers.first(name: "Location")?.hasPrefix(Visitor.redirectURI + "?code=") == true)
            #expect(callback.locationQuery("state") == "s t&")
            #expect(callback.locationQuery("iss") == visitor.endpoints.issuer)

            let answer = try await visitor.redeem(try #require(callback.locationQuery("code")))
            #expect(answer.status == 200)
            #expect(answer.headers.first(name: "Cache-Control") == "no-store")
            #expect(answer.headers.first(name: "Content-Type")?.hasPrefix("application/json") == true)
            let json = try answer.json
            #expect(json["token_type"] as? String == "Bearer")
            #expect(json["expires_in"] as? Int == 3600)
            #expect(json["scope"] as? String == "calendar.readonly")
            #expect((json["access_token"] as? String)?.count == "demo_at_".count + 43)
            #expect(json["refresh_token"] is String)
            #expect(json["refresh_token_expires_in"] == nil)
        }
    }

    @Test func aCodeUsedTwiceKillsItsTokens() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let code = try await visitor.code()
            let first = try await visitor.redeem(code).json
            let accessToken = try #require(first["access_token"] as? String)
            #expect(try await visitor.works(accessToken))
            let second = try await visitor.redeem(code)
            #expect(second.status == 400)
            #expect(try second.json["error"] as? String == "invalid_grant")
            #expect(try await !visitor.works(accessToken))
            #expect(try await visitor.refresh(first["refresh_token"] as? String).status == 400)
            #expect(try await visitor.stats()["reuses_detected"] == 1)
            #expect(try await visitor.stats()["families_revoked"] == 1)
        }
    }

    @Test(
        arguments: [
            (["code_verifier": nil], "invalid_grant"),
            (["code_verifier": "wrong-wrong-wrong-wrong-wrong-wrong-wrong-wrong"], "invalid_grant"),
            (["code_verifier": "short"], "invalid_grant"),
            (["redirect_uri": nil], "invalid_grant"),
            (["redirect_uri": "http://127.0.0.1:7777/callback/"], "invalid_grant"),
            (["code": "demo_code_unknown"], "invalid_grant"),
            (["code": nil], "invalid_request"),
            (["grant_type": nil], "invalid_request"),
            (["grant_type": "sign_in"], "unsupported_grant_type"),
            (["client_secret": "demo-secret"], "invalid_request"),
            (["client_id": "demo-public"], "invalid_request"),
        ] as [([String: String?], String)])
    func aWrongCodeRequestIsRefused(changes: [String: String?], error: String) async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let answer = try await visitor.redeem(try await visitor.code(), changes)
            #expect(answer.status == 400)
            #expect(try answer.json["error"] as? String == error)
            #expect(answer.headers.first(name: "Cache-Control") == "no-store")
        }
    }

    @Test func aVerifierWithoutChallengeIsRefused() async throws {
        try await Visitor.visitWillingly {
            $0.requiresPKCE = false
        } _: { visitor async throws in
            let plain: [String: String?] = ["code_challenge": nil, "code_challenge_method": nil]
            #expect(try await visitor.redeem(visitor.code(plain)).status == 400)
            #expect(try await visitor.redeem(visitor.code(plain), ["code_verifier": nil]).status == 200)
        }
    }

    @Test func aCodeOfAnotherClientIsRefused() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let code = try await visitor.code(["client_id": "demo-public"])
            #expect(try await visitor.redeem(code).json["error"] as? String == "invalid_grant")
            // Its own client can still use it: the attempt of another one does not take it away.
            let form = [
                "grant_type": "authorization_code", "code": code, "redirect_uri": Visitor.redirectURI,
                "code_verifier": Visitor.verifier, "client_id": "demo-public",
            ]
            #expect(try await visitor.post("/oauth/token", form).status == 200)
        }
    }

    @Test(
        arguments: [
            ("Basic " + Data("demo-client:demo-secret".utf8).base64EncodedString(), [:], 400),
            ("basic " + Data("demo%2Dclient:demo%2Dsecret".utf8).base64EncodedString(), [:], 400),
            ("Basic " + Data("demo-client:wrong".utf8).base64EncodedString(), [:], 401),
            ("Basic " + Data("demo-client:".utf8).base64EncodedString(), [:], 401),
            ("Basic " + Data("nobody:demo-secret".utf8).base64EncodedString(), [:], 401),
            ("Basic !!!", [:], 401),
            ("Bearer demo-secret", [:], 401),
            (nil, ["client_id": "demo-client", "client_secret": "demo-secret"], 400),
            (nil, ["client_id": "demo-client", "client_secret": "wrong"], 401),
            (nil, ["client_id": "demo-client"], 401),
            (nil, ["client_id": "demo-public"], 400),
            (nil, ["client_id": "demo-public", "client_secret": "made-up"], 401),
            (nil, [:], 401),
        ] as [(String?, [String: String], Int)])
    func clientsAreAuthenticated(header: String?, form: [String: String], status: Int) async throws {
        try await Visitor.visitWillingly { visitor async throws in
            // A refresh token that nobody has: who is let in is told so with 400 invalid_grant.
            let answer = try await visitor.post(
                "/oauth/token", form.merging(["grant_type": "refresh_token", "refresh_token": "none"]) { $1 },
                headers: header.map { [("Authorization", $0)] } ?? [])
            #expect(answer.status == status)
            #expect(try answer.json["error"] as? String == (status == 401 ? "invalid_client" : "invalid_grant"))
            #expect(answer.headers.contains(name: "WWW-Authenticate") == (status == 401))
        }
    }

    @Test func otherBodiesAreRefused() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let json = try await visitor.send(
                .POST, "/oauth/token", headers: [("Content-Type", "application/json")], body: "[]")
            #expect(try json.json["error"] as? String == "invalid_request")
            let repeated = try await visitor.send(
                .POST, "/oauth/token", headers: [("Content-Type", "application/x-www-form-urlencoded")],
                body: "grant_type=refresh_token&grant_type=refresh_token")
            #expect(try repeated.json["error_description"] as? String == "grant_type is there more than once")
            #expect(try await visitor.get("/oauth/token").status == 404)
        }
    }
}

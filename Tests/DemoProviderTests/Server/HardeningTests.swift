import Foundation
import Testing

@testable import DemoProvider

/// Pushed and signed authorization requests, signed and posted responses, details and resources.
@Suite struct HardeningTests {
    private func parameters(_ visitor: Visitor, _ changes: [String: String?] = [:]) -> [String: String] {
        var form: [String: String] = [:]
        for parameter in Form(String(visitor.authorizePath(changes).split(separator: "?")[1])).parameters {
            form[parameter.name] = parameter.value
        }
        return form
    }

    // MARK: PAR

    @Test func aRequestIsPushed() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            try await visitor.tell("set?require_pushed_authorization_requests=1")
            #expect(try await visitor.get(visitor.authorizePath()).locationQuery("error") == "invalid_request")
            let pushed = try await visitor.post("/oauth/par", parameters(visitor), headers: visitor.basic)
            #expect(pushed.status == 201)
            #expect(try pushed.json["expires_in"] as? Int == 60)
            let uri = try #require(try pushed.json["request_uri"] as? String)
            let path = "/oauth/authorize?client_id=demo-client&request_uri=" + Form.encode(uri)
            let foreign = try await visitor.get(path.replacing("demo-client", with: "demo-public"))
            #expect(foreign.locationQuery("code") == nil)
            let callback = try await visitor.get(path)
            #expect(try await visitor.redeem(try #require(callback.locationQuery("code"))).status == 200)
            #expect(try await visitor.get(path).status == 400, "good once")
            let document = try await visitor.get("/.well-known/openid-configuration").json
            #expect(document["require_pushed_authorization_requests"] as? Bool == true)
        }
    }

    @Test(
        arguments: [
            (["scope": "mailbox"], "invalid_scope"), (["redirect_uri": "https://evil.example/"], "invalid_request"),
            (["code_challenge": nil], "invalid_request"), (["request_uri": "urn:x"], "invalid_request"),
        ] as [([String: String?], String)])
    func aWrongRequestIsNotTaken(changes: [String: String?], error: String) async throws {
        try await Visitor.visit { visitor async throws in
            let pushed = try await visitor.post("/oauth/par", parameters(visitor, changes), headers: visitor.basic)
            #expect(pushed.status == 400 && pushed.error == error)
        }
    }

    // MARK: JAR

    @Test(
        arguments: [
            ([:], "ES256", nil), ([:], "PS384", nil), (["aud": .string("https://other.example.org")], "ES256", true),
            (["client_id": .string("demo-public")], "ES256", true), (["exp": .int(1)], "ES256", true),
        ] as [([String: Signer.Value], String, Bool?)])
    func aRequestIsSigned(changes: [String: Signer.Value], algorithm: String, isWrong: Bool?) async throws {
        try await Visitor.visitWillingly { visitor async throws in
            try await visitor.tell("set?require_signed_request_object=1")
            var claims = parameters(visitor, ["client_id": "demo-key"]).mapValues { Signer.Value.string($0) }
            claims["iss"] = .string("demo-key")
            claims["aud"] = .string(visitor.endpoints.issuer)
            claims.merge(changes) { _, new in new }
            let signer = try await Signer(algorithm, try await visitor.keys())
            let object = try await signer.sign(claims, header: ["typ": .string("oauth-authz-req+jwt")])
            let callback = try await visitor.get("/oauth/authorize?client_id=demo-key&request=" + object)
            #expect((callback.locationQuery("code") != nil) == (isWrong == nil))
            #expect(callback.locationQuery("error") == (isWrong == nil ? nil : "invalid_request_object"))
            let unsigned = try await visitor.get(visitor.authorizePath(["client_id": "demo-key"]))
            #expect(unsigned.locationQuery("error") == "invalid_request")
        }
    }

    // MARK: Responses

    @Test(arguments: ["query.jwt", "jwt", "form_post.jwt"])
    func aResponseIsSigned(mode: String) async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let callback = try await visitor.get(visitor.authorizePath(["response_mode": mode]))
            let response = mode == "form_post.jwt" ? callback.field("response") : callback.locationQuery("response")
            let claims = try await visitor.verified(response)
            #expect(claims["iss"]?.text == visitor.endpoints.issuer)
            #expect(claims["aud"]?.text == "demo-client" && claims["state"]?.text == "s t&")
            #expect(try await visitor.redeem(try #require(claims["code"]?.text)).status == 200)
            try await visitor.tell("response?fault=bad_signature")
            let spoilt = try await visitor.get(visitor.authorizePath(["response_mode": "query.jwt"]))
            await #expect(throws: (any Error).self) { try await visitor.verified(spoilt.locationQuery("response")) }
        }
    }

    @Test func aResponseIsPosted() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let page = try await visitor.get(visitor.authorizePath(["response_mode": "form_post"]))
            #expect(page.status == 200)
            #expect(page.text.contains("action=\"\(Visitor.redirectURI)\""))
            #expect(page.field("state") == "s t&amp;")
            #expect(try await visitor.redeem(try #require(page.field("code"))).status == 200)
            let policy = try #require(page.headers.first(name: "Content-Security-Policy"))
            #expect(policy.contains("form-action http://127.0.0.1:7777;") && policy.contains("script-src 'sha256-"))
        }
    }

    @Test(arguments: [
        ("token", ["access_token", "token_type"]), ("code id_token", ["code", "id_token"]),
        ("id_token token", ["id_token", "access_token"]), ("code token", ["code", "access_token"]),
    ])
    func tokensComeInTheFragmentWhereAllowed(type: String, names: [String]) async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let path = visitor.authorizePath(["response_type": type, "nonce": "n", "scope": "openid"])
            #expect(try await visitor.get(path).locationQuery("error") == "unsupported_response_type")
            try await visitor.tell("set?allow_implicit=1")
            let callback = try await visitor.get(path)
            for name in names + ["state", "iss"] { #expect(callback.locationFragment(name) != nil, "\(name)") }
            if names.contains("access_token") {
                #expect(try await visitor.works(callback.locationFragment("access_token")))
            }
            if names.contains("id_token") {
                let claims = try await visitor.verified(callback.locationFragment("id_token"))
                #expect(claims["nonce"]?.text == "n")
                #expect((claims["c_hash"] != nil) == names.contains("code"))
            }
        }
    }

    // MARK: Details and resources

    @Test func detailsAreGrantedAsAsked() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let details = #"[{"type":"payment_initiation","amount":"1.00"}]"#
            let code = try await visitor.code(["authorization_details": details])
            let answer = try await visitor.redeem(code).json
            let granted = try #require(answer["authorization_details"] as? [[String: String]])
            #expect(granted == [["type": "payment_initiation", "amount": "1.00"]])
            for wrong in ["{}", "[]", "[{}]", #"[{"type":"unknown"}]"#, "x"] {
                let callback = try await visitor.get(visitor.authorizePath(["authorization_details": wrong]))
                #expect(callback.locationQuery("error") == "invalid_authorization_details", "\(wrong)")
            }
        }
    }

    @Test func tokensAreForResources() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let resources = "&resource=https%3A%2F%2Fa.example%2F&resource=https%3A%2F%2Fb.example%2F"
            let callback = try await visitor.get(visitor.authorizePath() + resources)
            let code = try #require(callback.locationQuery("code"))
            let answer = try await visitor.redeem(code, ["resource": "https://b.example/"]).json
            let seen = try await visitor.introspect(try #require(answer["access_token"] as? String))
            #expect(seen["aud"] as? [String] == ["https://b.example/"])
            let wrong = try await visitor.get(visitor.authorizePath(["resource": "relative"]))
            #expect(wrong.locationQuery("error") == "invalid_target")
            let wider = try await visitor.refresh(
                answer["refresh_token"] as? String, ["resource": "https://c.example/"])
            #expect(wider.error == "invalid_target")
        }
    }
}

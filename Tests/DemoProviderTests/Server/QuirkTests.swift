import Foundation
import Testing

@testable import DemoProvider

@Suite struct QuirkTests {
    private let password = ["grant_type": "password", "username": "demo", "password": "demo"]

    private func ask(
        _ visitor: Visitor, _ options: String, _ changes: [String: String] = [:]
    ) async throws -> Visitor.Answer {
        try await visitor.post(
            "/quirk/token?" + options, password.merging(changes) { _, new in new }, headers: visitor.basic)
    }

    @Test func answersHaveOtherShapes() async throws {
        try await Visitor.visit { visitor async throws in
            let nested = try await ask(visitor, "nest=authed_user&envelope=slack").json
            #expect(nested["ok"] as? Bool == true)
            #expect((nested["authed_user"] as? [String: any Sendable])?["access_token"] is String)
            let camel = try await ask(visitor, "names=camel&expires=ms").json
            #expect(camel["accessToken"] is String && camel["expiresIn"] as? Int == 3_600_000)
            let enveloped = try await ask(visitor, "envelope=tiktok&rename=access_token:token").json
            #expect(enveloped["code"] as? Int == 0)
            #expect((enveloped["data"] as? [String: any Sendable])?["token"] is String)
            let form = try await ask(visitor, "format=form&expires=text")
            #expect(form.headers.first(name: "Content-Type") == "application/x-www-form-urlencoded")
            #expect(Form(form.text)["access_token"] != nil && Form(form.text)["expires_in"] == "3600")
            let scopes = try await ask(visitor, "separator=,", ["scope": "openid,profile"]).json
            #expect(scopes["scope"] as? String == "openid,profile")
            let more = try await ask(visitor, "more=instance_url:%7Bbase%7D/quirk/instance/eu1&expires=at").json
            #expect(more["expires_in"] == nil && (more["expires_at"] as? Int ?? 0) > Signer.now)
            let instance = try #require(more["instance_url"] as? String)
            let me = try await visitor.get(instance + "/me", token: more["access_token"] as? String)
            #expect(try me.json["instance"] as? String == "eu1")
        }
    }

    @Test func errorsHaveOtherShapes() async throws {
        try await Visitor.visit { visitor async throws in
            let wrong = ["password": "wrong"]
            let slack = try await ask(visitor, "envelope=slack", wrong)
            #expect(slack.status == 200 && slack.error == "invalid_grant")
            #expect(try slack.json["ok"] as? Bool == false)
            let tiktok = try await ask(visitor, "envelope=tiktok", wrong)
            #expect(tiktok.status == 200)
            #expect(try tiktok.json["code"] as? Int == 40_001)
            let fitbit = try await ask(visitor, "envelope=fitbit", wrong)
            let errors = try #require(try fitbit.json["errors"] as? [[String: String]])
            #expect(fitbit.status == 400 && errors[0]["errorType"] == "invalid_grant")
        }
    }

    @Test func requestsHaveOtherNames() async throws {
        try await Visitor.visit { visitor async throws in
            let form = password.merging(["client_key": "demo-post", "client_secret": "demo-secret"]) { old, _ in old }
            let path = "/quirk/token?param=client_id:client_key"
            #expect(try await visitor.post(path, form).status == 200)
            let both = form.merging(["client_id": "demo-post"]) { old, _ in old }
            #expect(try await visitor.post(path, both).error == "invalid_request")
            #expect(try await ask(visitor, "require=audience").error == "invalid_request")
            #expect(try await ask(visitor, "require=audience", ["audience": "x"]).status == 200)
            #expect(try await ask(visitor, "refuse=scope", ["scope": ""]).error == "invalid_request")
            #expect(try await ask(visitor, "header=X-Version").error == "invalid_request")
            // By GET.
            let query = Visitor.encoded(
                form.merging(["client_id": "demo-post"]) { old, _ in old }.filter { $0.key != "client_key" })
            #expect(try await visitor.get("/quirk/token?" + query).status == 200)
        }
    }

    @Test func anAccessTokenIsRenewedByItself() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let old = try await visitor.login().accessToken
            let answer = try await visitor.get("/quirk/renew?grant_type=fb_exchange_token&fb_exchange_token=" + old)
            let new = try answer.json["access_token"] as? String
            #expect(try await visitor.works(new))
            #expect(try await !visitor.works(old))
            #expect(try await visitor.get("/quirk/renew?access_token=" + old).error == "invalid_grant")
        }
    }

    @Test(arguments: [
        ("placement=query&name=auth", "&auth=TOKEN", "", ""), ("placement=cookie&name=sid", "", "Cookie", "sid=TOKEN"),
        ("placement=header&name=X-Shopify-Access-Token", "", "X-Shopify-Access-Token", "TOKEN"),
        ("scheme=Zoho-oauthtoken", "", "Authorization", "Zoho-oauthtoken TOKEN"),
        ("scheme=", "", "Authorization", "TOKEN"), ("", "", "Authorization", "Bearer TOKEN"),
    ])
    func tokensHaveOtherPlaces(options: String, query: String, header: String, value: String) async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let token = try await visitor.login().accessToken
            let path = "/quirk/api?" + options
            let headers = header.isEmpty ? [] : [(header, value.replacing("TOKEN", with: token))]
            let right = try await visitor.send(.GET, path + query.replacing("TOKEN", with: token), headers: headers)
            #expect(right.status == 200)
            guard header != "Authorization" else { return }
            let usual = try await visitor.get(path, token: token)
            #expect(usual.status == 401)
        }
    }

    @Test func callbacksDiffer() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let path = visitor.authorizePath().replacing(
                "/oauth/authorize?", with: "/quirk/authorize?code_name=spapi_oauth_code&extra=realmId:123&")
            let callback = try await visitor.get(path)
            #expect(callback.locationQuery("code") == nil && callback.locationQuery("realmId") == "123")
            #expect(try await visitor.redeem(try #require(callback.locationQuery("spapi_oauth_code"))).status == 200)
        }
    }
}

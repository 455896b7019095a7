import Foundation
import LuaHost
import OAuthClient
import OAuthCore
import Testing

@testable import OAuthLua

/// The hooks of the catalogue, on answers of the shape that providers give.
@Suite struct PresetHookTests {
    private func connection(
        _ id: String, _ provider: FakeProvider, more: String = ""
    ) async throws -> Connection {
        let source = """
            oauth.connection {
              preset = "\(id)", client_id = "the-client", client_secret = secret "CLIENT_SECRET",
              redirect_uri = "http://127.0.0.1/callback", \(more)
            }
            http.get("https://never.example/")
            """
        let entries = try await PresetWorld.entries(source, services: provider.services())
        return try entries[0].connection(secrets: provider.secretSource)
    }

    /// What a sign-in keeps.
    private func kept(_ id: String, _ provider: FakeProvider, more: String = "") async throws -> [String: String] {
        let connection = try await connection(id, provider, more: more)
        let token = Token(
            accessToken: Redacted("short-lived-token"), expiresAt: Date(timeIntervalSinceNow: 3600), obtainedAt: Date())
        return try await provider.services().tokens.signedIn(token, for: connection).kept
    }

    static let tested: Set<String> = [
        "apollo", "atlassian", "docusign", "docusign-sandbox", "facebook", "instagram", "mailchimp", "shopline",
        "smartsheet", "stripe-app", "threads", "wechat", "xero",
    ]

    @Test func everyHookIsTestedHere() {
        #expect(Set(PresetCatalogue.ids.filter { PresetCatalogue.hooks(of: $0) != nil }) == Self.tested)
    }

    @Test func xeroFindsTheOrganisation() async throws {
        let provider = FakeProvider([
            "/connections": .init(
                body: """
                    [{"id":"e1eede29-f875-4a5d-8470-17f6a29a88b1","authEventId":"d99ecdfe-391d-43d2-b834-17636ba90e8d",
                      "tenantId":"70784a63-d24b-46a9-a4db-0e70a274b056","tenantType":"ORGANISATION","tenantName":"Maple Florist"},
                     {"id":"32587c85-a9b3-4306-ac30-b416e8f2c841","tenantId":"e0da6937-de07-4a14-adee-37abfac298ce"}]
                    """)
        ])
        #expect(try await kept("xero", provider) == ["tenant": "70784a63-d24b-46a9-a4db-0e70a274b056"])
        let asked = try #require(provider.sent(to: "/connections").first)
        #expect(asked.url == "https://api.xero.com/connections")
        #expect(asked.header("Xero-Tenant-Id") == nil, "it is not known yet")
        let services = provider.services()
        _ = try await services.client.send(APIRequest(url: "/Invoices"), as: try await connection("xero", provider))
        let sent = try #require(provider.sent.last)
        #expect(sent.url == "https://api.xero.com/api.xro/2.0/Invoices")
        #expect(sent.header("Xero-Tenant-Id") == "70784a63-d24b-46a9-a4db-0e70a274b056")
    }

    @Test func aGivenOrganisationIsTheOneThatCounts() async throws {
        let provider = FakeProvider(["/connections": .init(body: #"[{"tenantId":"first"}]"#)])
        let connection = try await connection("xero", provider, more: "tenant = 'given'")
        _ = try await provider.services().tokens.signedIn(
            Token(accessToken: Redacted("a"), obtainedAt: Date()), for: connection)
        _ = try await provider.services().client.send(APIRequest(url: "/Invoices"), as: connection)
        #expect(provider.sent.last?.header("Xero-Tenant-Id") == "given")
    }

    @Test func xeroWithoutAnOrganisation() async throws {
        let provider = FakeProvider(["/connections": .init(body: "[]")])
        let error = await #expect(throws: OAuthError.self) { try await kept("xero", provider) }
        #expect(error?.message.contains("no organisation was connected") == true, "\(String(describing: error))")
    }

    @Test(arguments: ["atlassian", "confluence"]) func atlassianFindsTheSite(_ id: String) async throws {
        let provider = FakeProvider([
            "/oauth/token/accessible-resources": .init(
                body: """
                    [{"id":"1324a887-45db-1bf4-1e99-ef0ff456d421","name":"Site name","url":"https://your-domain.atlassian.net",
                      "scopes":["read:jira-work"],"avatarUrl":"https://site-admin-avatar-cdn.example/240.png"}]
                    """)
        ])
        #expect(try await kept(id, provider) == ["cloud_id": "1324a887-45db-1bf4-1e99-ef0ff456d421"])
        _ = try await provider.services().client.send(APIRequest(url: "/x"), as: try await connection(id, provider))
        let product = id == "confluence" ? id : "jira"
        #expect(
            provider.sent.last?.url
                == "https://api.atlassian.com/ex/\(product)/1324a887-45db-1bf4-1e99-ef0ff456d421/x")
    }

    @Test func mailchimpFindsTheDataCentre() async throws {
        let provider = FakeProvider([
            "/oauth2/metadata": .init(
                body:
                    #"{"dc":"us6","role":"owner","accountname":"Freddie","api_endpoint":"https://us6.api.mailchimp.com"}"#
            )
        ])
        #expect(try await kept("mailchimp", provider) == ["dc": "us6"])
        #expect(provider.sent.last?.header("Authorization") == "OAuth short-lived-token")
        _ = try await provider.services().client.send(
            APIRequest(url: "/lists"), as: try await connection("mailchimp", provider))
        #expect(provider.sent.last?.url == "https://us6.api.mailchimp.com/3.0/lists")
    }

    @Test(arguments: [("docusign", "account"), ("docusign-sandbox", "account-d")])
    func docusignFindsTheDefaultAccount(id: String, host: String) async throws {
        let provider = FakeProvider([
            "/oauth/userinfo": .init(
                body: """
                    {"sub":"50d89ab1-dad5-d00d-b410-92ee3110b970","accounts":[
                      {"account_id":"fe0b61a3-3b9b-cafe-b7be-4592af32aa9b","is_default":false,"base_uri":"https://na1.docusign.net"},
                      {"account_id":"abc-123","is_default":true,"account_name":"World Wide Co","base_uri":"https://demo.docusign.net"}]}
                    """)
        ])
        #expect(try await kept(id, provider) == ["account_id": "abc-123", "base_uri": "https://demo.docusign.net"])
        #expect(provider.sent.last?.url == "https://\(host).docusign.com/oauth/userinfo")
        _ = try await provider.services().client.send(
            APIRequest(url: "/envelopes"), as: try await connection(id, provider))
        #expect(provider.sent.last?.url == "https://demo.docusign.net/restapi/v2.1/accounts/abc-123/envelopes")
    }

    @Test(arguments: ["facebook", "meta-marketing-api"]) func facebookExchangesForALongLivedToken(_ id: String)
        async throws
    {
        let provider = FakeProvider([
            "/oauth/access_token": .init(
                body: #"{"access_token":"long-lived-token","token_type":"bearer","expires_in":5183944}"#)
        ])
        _ = try await kept(id, provider)
        let sent = try #require(provider.sent.first)
        #expect(sent.request.method == "GET")
        let query = URLComponents(url: sent.request.url, resolvingAgainstBaseURL: false)?.queryItems ?? []
        #expect(
            Dictionary(query.map { ($0.name, $0.value) }) { $1 } == [
                "grant_type": "fb_exchange_token", "fb_exchange_token": "short-lived-token", "client_id": "the-client",
                "client_secret": "the-client-secret",
            ])
        let connection = try await connection(id, provider)
        #expect(try await provider.services().tokens.token(for: connection).accessToken.reveal() == "long-lived-token")
    }

    @Test(arguments: [("instagram", "graph.instagram.com", "ig"), ("threads", "graph.threads.net", "th")])
    func metaTokensAreExchangedAndThenRenewed(id: String, host: String, prefix: String) async throws {
        let provider = FakeProvider([
            "/access_token": .init(
                body: #"{"access_token":"long-lived-token","token_type":"bearer","expires_in":5184000}"#),
            "/refresh_access_token": .init(body: #"{"access_token":"renewed-token","expires_in":5184000}"#),
        ])
        _ = try await kept(id, provider)
        let first = try #require(provider.sent.first)
        #expect(first.url.hasPrefix("https://\(host)/access_token?"))
        #expect(first.url.contains("grant_type=\(prefix)_exchange_token"))
        #expect(first.url.contains("client_secret=the-client-secret"))
        let connection = try await connection(id, provider)
        _ = try await provider.services().tokens.refresh(connection)
        let second = try #require(provider.sent.last)
        #expect(second.url.hasPrefix("https://\(host)/refresh_access_token?"))
        #expect(second.url.contains("grant_type=\(prefix)_refresh_token"))
        #expect(second.url.contains("access_token=long-lived-token"))
        #expect(!second.url.contains("client_secret"))
    }

    @Test(arguments: [
        ("apollo", "", "https://app.apollo.io/#/oauth/authorize?"),
        ("shopline", "handle = 'my-shop'", "https://my-shop.myshopline.com/admin/oauth-web/#/oauth/authorize?"),
    ])
    func consentPagesBehindANumberSign(id: String, more: String, start: String) async throws {
        let connection = try await connection(id, FakeProvider(), more: more)
        let request = try await connection.hooked(
            connection.authorizationRequest(redirectURI: "http://127.0.0.1:1/callback"))
        #expect(request.url.absoluteString.hasPrefix(start), "\(request.url)")
        #expect(request.url.absoluteString.contains(request.state))
        #expect(request.url.absoluteString.contains("the-client"))
    }

    @Test(arguments: ["wechat", "wechat-mp"]) func wechatWantsAWordBehindEverything(_ id: String) async throws {
        let connection = try await connection(id, FakeProvider())
        let request = try await connection.hooked(
            connection.authorizationRequest(redirectURI: "http://127.0.0.1:1/callback"))
        #expect(request.url.absoluteString.hasSuffix("#wechat_redirect"), "\(request.url)")
        #expect(request.url.absoluteString.contains("appid=the-client"))
    }

    @Test func smartsheetSendsAHashOfTheSecret() async throws {
        let connection = try await connection("smartsheet", FakeProvider())
        let request = try await connection.authorizationRequest(redirectURI: "http://127.0.0.1:1/callback")
        let exchange = try await connection.hooked(
            connection.completed(connection.codeRequest(code: Redacted("the-code"), for: request), now: Date()))
        let sent = Dictionary(
            FormEncoding.decode(String(decoding: exchange.body.reveal(), as: UTF8.self)).map { ($0.name, $0.value) }
        ) { $1 }
        let digest = HashFunctions.digest("sha256", Array("the-client-secret|the-code".utf8))!
        #expect(sent["hash"] == String(decoding: digest, as: UTF8.self))
        #expect(sent["client_secret"] == nil)
    }

    /// The secret key of the platform goes to Stripe, and to no browser.
    @Test(arguments: [("stripe-app", ""), ("stripe-app-sandbox", "app_domain = 'chnlink_1'")])
    func stripeTakesTheSecretAsAKey(id: String, more: String) async throws {
        let connection = try await connection(id, FakeProvider(), more: more)
        let request = try await connection.authorizationRequest(redirectURI: "http://127.0.0.1:1/callback")
        #expect(request.url.absoluteString.contains("client_id=the-client&"))
        let exchange = try await connection.hooked(
            connection.completed(connection.codeRequest(code: Redacted("the-code"), for: request), now: Date()))
        let body = String(decoding: exchange.body.reveal(), as: UTF8.self)
        #expect(body.contains("code=the-code") && !body.contains("client"), "\(body)")
        let header = exchange.headers.first { $0.name == .authorization }
        #expect(header?.value == "Bearer the-client-secret", "\(exchange.headers)")
    }

    @Test func aScriptCannotReachIntoAHook() async throws {
        let provider = FakeProvider(["/connections": .init(body: #"[{"tenantId":"right"}]"#)])
        let source = """
            oauth.connection { preset = "xero", client_id = "c", client_secret = secret "CLIENT_SECRET" }
            error = function() return { tenantId = "wrong" } end
            organisations, first = nil, { tenantId = "wrong" }
            http.get("https://never.example/")
            """
        let entries = try await PresetWorld.entries(source, services: provider.services())
        let connection = try entries[0].connection(secrets: provider.secretSource)
        let token = Token(accessToken: Redacted("a"), obtainedAt: Date())
        #expect(try await provider.services().tokens.signedIn(token, for: connection).kept == ["tenant": "right"])
    }

    @Test func aDefinitionsOwnHookReplacesThePresets() async throws {
        let provider = FakeProvider()
        let more = "hooks = { after_login = function() return { tenant = 'own' } end }"
        #expect(try await kept("xero", provider, more: more) == ["tenant": "own"])
        #expect(provider.sent.isEmpty)
    }
}

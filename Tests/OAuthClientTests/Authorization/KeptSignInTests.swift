import Foundation
import Testing

@testable import OAuthClient
@testable import OAuthCore

/// What a callback says besides the code.
@Suite struct KeptSignInTests {
    private let settings: [String: DefinitionValue] = [
        "keep": ["realmId", "server"], "token_params": ["realm": "{realmId}"], "scope": "a b",
        "callback_names": ["code": "spapi_oauth_code"],
    ]

    @Test func callbackValuesAreKeptAndSent() async throws {
        let provider = CodeProvider()
        let browser = FakeBrowser { browser, page in
            provider.page.withLock { $0 = page }
            _ = try await browser.visit(page.answer("spapi_oauth_code=good&realmId=4%202&server=s1&scope=a&other=x"))
        }
        let bench = SignInBench(browser: browser, endpoint: FakeTokenEndpoint { provider.exchange($0) })
        let connection = try google(settings)
        let token = try await bench.signIn(connection)
        #expect(token.kept == ["realmId": "4 2", "server": "s1"])
        #expect(token.scope == ["a"])
        #expect(await bench.store.token(for: connection.tokenKey(profile: "default"))?.kept == token.kept)
        #expect(bench.endpoint.forms[0]["realm"] == "4 2")
        #expect(await bench.console.text.contains("was not granted: b"))
    }

    @Test func pastedAddressesHaveThemToo() async throws {
        let bench = SignInBench(
            console: FakeConsole(),
            endpoint: FakeTokenEndpoint(.json("{\"access_token\":\"a1\",\"server\":\"from the token\"}")))
        var changes = settings
        changes["redirect_uri"] = "https://app.example/back"
        let connection = try google(changes)
        // The state is known only once the request is made, so the sign-in's parts are used on their own.
        var generator = SystemRandomNumberGenerator()
        let request = try connection.authorizationRequest(
            redirectURI: "https://app.example/back", using: &generator)
        let signIn = SignIn(connection: connection, tokens: bench.manager, note: { _ in })
        await signIn.begin(request)
        let pasted = "https://app.example/back?spapi_oauth_code=good&realmId=42&server=s1&state=\(request.state)"
        #expect(await signIn.paste(pasted) == nil)
        #expect(try await signIn.token().kept == ["realmId": "42", "server": "from the token"])
    }
}

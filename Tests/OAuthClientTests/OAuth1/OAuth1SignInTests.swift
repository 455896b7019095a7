import Foundation
import HTTPTypes
import Testing

@testable import OAuthClient
@testable import OAuthCore

@Suite struct OAuth1SignInTests {
    private let store = MemoryTokenStore()

    private func authorizer(_ provider: FakeOAuth1Provider, browser: FakeBrowser = FakeBrowser()) -> Authorizer {
        let store = store
        return Authorizer(
            tokens: TokenManager(store: { store }, transport: provider, now: { instant }),
            listener: LoopbackListener(), browser: browser, environment: [:], now: { instant },
            sleep: { _ in try await Task.sleep(for: .seconds(3600)) })
    }

    private func stored(_ connection: Connection) async -> Token? {
        await store.token(for: connection.tokenKey(profile: "default"))
    }

    /// A browser whose user comes back to the callback that was asked for, with this answer.
    private func browser(_ provider: FakeOAuth1Provider, answers: String...) -> FakeBrowser {
        FakeBrowser { browser, _ in
            let callback = provider.received[0]["callback"] ?? ""
            for answer in answers { _ = try await browser.visit("\(callback)?\(answer)") }
        }
    }

    @Test func signsInAndStoresTokenAndSecret() async throws {
        let provider = FakeOAuth1Provider.generous()
        let browser = browser(
            provider, answers: "oauth_token=other&oauth_verifier=evil", "oauth_verifier=evil", "error=access_denied",
            "oauth_token=temporary&oauth_verifier=v%2F1", "oauth_token=temporary&oauth_verifier=v%2F1")
        let connection = try photos(["keep": .list(["screen_name"])])
        let token = try await authorizer(provider, browser: browser)
            .authorize(connection, console: FakeConsole())
        #expect(token.accessToken.reveal() == "token")
        #expect(token.secret?.reveal() == "token-secret")
        #expect(token.kept == ["screen_name": "jane"])
        #expect(token.expiresAt == nil)
        #expect(await stored(connection) == token)

        let received = provider.received
        #expect(received.map(\.path) == ["/request", "/access"])
        #expect(received.allSatisfy { $0.request.method == "POST" && $0.request.isConfidential })
        #expect(received[0]["callback"]?.hasPrefix("http://127.0.0.1:") == true)
        #expect(received[0]["token"] == nil)
        #expect(received[1]["token"] == "temporary")
        #expect(received[1]["verifier"] == "v/1")
        #expect(received.map { $0["consumer_key"] } == ["the-client", "the-client"])
        #expect(Set(received.map { $0["nonce"] }).count == 2)
        #expect(received.map { $0["timestamp"] } == ["1700000000", "1700000000"])
        #expect(browser.opened.map(\.absoluteString) == ["https://photos.example/authorize?oauth_token=temporary"])
    }

    /// The Trello way: parameters of its own at the authorization URL, nothing confirmed.
    @Test func toleratesWhatTheDefinitionSays() async throws {
        let provider = FakeOAuth1Provider.generous(confirmed: false)
        let browser = browser(provider, answers: "oauth_token=temporary")
        let fields: [String: DefinitionValue] = [
            "callback_confirmed": .boolean(false), "verifier": .boolean(false),
            "authorize_params": .table(["name": "My app", "expiration": "never"]),
        ]
        let token = try await authorizer(provider, browser: browser)
            .authorize(photos(fields), console: FakeConsole())
        #expect(token.accessToken.reveal() == "token")
        #expect(provider.received[1]["verifier"] == nil)
        let page = SignInPage(browser.opened[0])
        #expect(page.parameters["expiration"] == "never")
        // As before 1.0a, the callback stands here.
        #expect(page.parameters["oauth_callback"] == provider.received[0]["callback"])
    }

    @Test func anUnconfirmedCallbackIsRefused() async throws {
        let provider = FakeOAuth1Provider.generous(confirmed: false)
        let browser = FakeBrowser()
        let error = await failure {
            try await authorizer(provider, browser: browser).authorize(photos(), console: FakeConsole())
        }
        #expect(error?.kind == .oauth)
        #expect(error?.advice?.contains("callback_confirmed = false") == true)
        #expect(browser.opened.isEmpty)
    }

    @Test func aMissingVerifierIsRefused() async throws {
        let provider = FakeOAuth1Provider.generous()
        let browser = browser(provider, answers: "oauth_token=temporary")
        let error = await failure {
            try await authorizer(provider, browser: browser).authorize(photos(), console: FakeConsole())
        }
        #expect(error?.message.contains("no oauth_verifier") == true)
        #expect(provider.received.count == 1)
    }

    @Test func aRefusalEndsTheSignIn() async throws {
        let provider = FakeOAuth1Provider.generous()
        let browser = browser(provider, answers: "denied=temporary")
        let connection = try photos()
        let error = await failure {
            try await authorizer(provider, browser: browser).authorize(connection, console: FakeConsole())
        }
        #expect(error?.kind == .permission)
        #expect(await stored(connection) == nil)
    }

    /// A code shown by the provider (`oob`), or the address of the page that the provider ends at.
    @Test(arguments: [
        ["1234567"], ["", "wrong", "1234567"], ["oauth_token=temporary&oauth_verifier=1234567"],
        ["https://photos.example/done?oauth_token=temporary&oauth_verifier=1234567#x"],
        ["https://photos.example/done", "https://photos.example/done?oauth_token=other&oauth_verifier=1", "1234567"],
    ])
    func pastesAVerifier(lines: [String]) async throws {
        let provider = FakeOAuth1Provider { received in
            switch received.path {
            case "/request": .credentials("temporary", confirmed: true)
            default: received["verifier"] == "1234567" ? .credentials("token") : .problem("verifier_invalid")
            }
        }
        let console = FakeConsole(lines, ends: true)
        let token = try await authorizer(provider).authorize(photos(["redirect_uri": "oob"]), console: console)
        #expect(token.accessToken.reveal() == "token")
        #expect(provider.received[0]["callback"] == "oob")
    }

    /// By their clock it is an hour later: said in the header, believed once.
    @Test func learnsTheProvidersTime() async throws {
        let provider = FakeOAuth1Provider { received in
            guard received["timestamp"] == "1700003600" else {
                return .problem("timestamp_refused", status: 400, [.date: "Tue, 14 Nov 2023 23:13:20 GMT"])
            }
            return received.path == "/request" ? .credentials("temporary", confirmed: true) : .credentials("token")
        }
        let browser = browser(provider, answers: "oauth_token=temporary&oauth_verifier=v")
        _ = try await authorizer(provider, browser: browser).authorize(photos(), console: FakeConsole())
        #expect(provider.received.map { $0["timestamp"] } == ["1700000000", "1700003600", "1700003600"])
        #expect(Set(provider.received.map { $0["nonce"] }).count == 3)
    }

    @Test func asksNoMoreThanTwice() async throws {
        let provider = FakeOAuth1Provider { _ in
            .problem("timestamp_refused", [.date: "Tue, 14 Nov 2023 23:13:20 GMT"])
        }
        let error = await failure { try await authorizer(provider).authorize(photos(), console: FakeConsole()) }
        #expect(error?.oauthError == "timestamp_refused")
        #expect(error?.advice?.contains("clock") == true)
        #expect(provider.received.count == 2)
    }

    @Test(arguments: ["request_token_url", "token_url", "authorization_url"])
    func aSignInNeedsAllItsURLs(field: String) {
        do {
            _ = try photos(without: [field])
            Issue.record("accepted")
        } catch {
            #expect((error as? OAuthError)?.message.contains(field) == true, "\(error)")
        }
    }
}

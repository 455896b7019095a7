import Foundation
import Synchronization
import Testing

@testable import OAuthClient
@testable import OAuthCore

@Suite struct PasteTests {
    private let paste = AuthorizeOptions(browser: .print, paste: true)

    /// A sign-in of `google` with what its provider needs to know, ready to be pasted into.
    private func signIn(
        _ provider: CodeProvider = CodeProvider(), _ changes: [String: DefinitionValue] = [:]
    ) async throws -> (signIn: SignIn, page: SignInPage, bench: SignInBench, url: String) {
        let connection = try google(changes)
        let bench = SignInBench(endpoint: FakeTokenEndpoint { provider.exchange($0) })
        let signIn = SignIn(
            connection: connection, tokens: bench.manager, note: { _ in })
        let request = try await connection.authorizationRequest(redirectURI: "http://127.0.0.1:1/callback")
        await signIn.begin(request)
        let page = SignInPage(request.url)
        provider.page.withLock { $0 = page }
        return (signIn, page, bench, request.url.absoluteString)
    }

    @Test(arguments: ["URL", "  URL \r", "code=good&state=STATE", "good", " good\n"])
    func takesTheAddressOrTheCode(line: String) async throws {
        let (signIn, page, bench, _) = try await signIn()
        let url = page.answer("code=good")
        let text = line.replacingOccurrences(of: "URL", with: url)
            .replacingOccurrences(of: "STATE", with: page.state)
        #expect(await signIn.paste(text) == nil)
        #expect(try await signIn.token().accessToken.reveal() == "a1")
        #expect(await bench.store.saves.count == 1)
    }

    @Test func saysWhyAndAsksAgain() async throws {
        let (signIn, page, bench, url) = try await signIn()
        for (line, complaint) in [
            ("", "Nothing was pasted"), ("   ", "Nothing was pasted"),
            (page.answer("code=good", state: "wrong"), "That is not the answer to this sign-in: its state"),
            ("http://127.0.0.1:1/callback?code=good", "That is not the answer to this sign-in: it has no state"),
            (url, "That address has no code"), ("https://mail.example/inbox", "That address has no code"),
            ("what is this", "That is neither an address nor a code"), ("cödé", "That is neither"),
            (String(repeating: "x", count: 5000), "That is neither"),
            ("wrong-code", "The provider does not accept that code"),
        ] {
            #expect(await signIn.paste(line)?.hasPrefix(complaint) == true, "\(line.prefix(80))")
        }
        #expect(bench.endpoint.forms.map { $0["code"] } == ["wrong-code"])
        #expect(await signIn.paste(page.answer("code=good")) == nil)
        #expect(try await signIn.token().accessToken.reveal() == "a1")
    }

    @Test func aPastedDenialIsFinal() async throws {
        let (signIn, page, _, _) = try await signIn()
        #expect(await signIn.paste(page.answer("error=access_denied")) == nil)
        #expect(await failure { try await signIn.token() }?.kind == .permission)
    }

    /// A code in an address came with the right state: it is not mistyped, and cannot be tried again.
    @Test func aRefusedCodeInAnAddressIsFinal() async throws {
        let (signIn, page, _, _) = try await signIn()
        #expect(await signIn.paste(page.answer("code=stale")) == nil)
        #expect(await failure { try await signIn.token() }?.oauthError == "invalid_grant")
    }

    /// While a mistyped code is being tried, the browser brings the real one.
    @Test func aMistypedCodeDoesNotDisturbTheCallback() async throws {
        let provider = CodeProvider()
        let arrived = Signal()
        let goOn = Signal()
        let connection = try google(["keep": ["realmId"]])
        let endpoint = FakeTokenEndpoint { form in
            if form["code"] == "mistyped" {
                arrived.raise()
                await goOn.wait()
            }
            return provider.exchange(form)
        }
        let bench = SignInBench(endpoint: endpoint)
        let signIn = SignIn(
            connection: connection, tokens: bench.manager, note: { _ in })
        let request = try await connection.authorizationRequest(redirectURI: "http://127.0.0.1:1/callback")
        await signIn.begin(request)
        let pasted = Task { await signIn.paste("mistyped") }
        await arrived.wait()
        let callback = CallbackRequest(
            path: "/callback",
            query: [
                Parameter("code", "good"), Parameter("state", request.state), Parameter("realmId", "42"),
            ])
        let reply = Task { await signIn.answer(callback) }
        goOn.raise()
        #expect(await reply.value == .success(connection: "google"))
        _ = await pasted.value
        let token = try await signIn.token()
        #expect(token.accessToken.reveal() == "a1")
        #expect(token.kept == ["realmId": "42"])
    }

    @Test func theTimeRunsOutDuringAMistypedCode() async throws {
        let arrived = Signal()
        let goOn = Signal()
        let connection = try google()
        let endpoint = FakeTokenEndpoint { _ in
            arrived.raise()
            await goOn.wait()
            return .invalidGrant
        }
        let bench = SignInBench(endpoint: endpoint)
        let signIn = SignIn(
            connection: connection, tokens: bench.manager, note: { _ in })
        try await signIn.begin(connection.authorizationRequest(redirectURI: "http://127.0.0.1:1/callback"))
        let pasted = Task { await signIn.paste("mistyped") }
        await arrived.wait()
        await signIn.timeOut(after: .seconds(1))
        goOn.raise()
        #expect(await pasted.value == nil)
        #expect(await failure { try await signIn.token() }?.message.contains("nobody signed in") == true)
    }

    @Test func pastesAreReadWhileTheListenerListens() async throws {
        let provider = CodeProvider()
        let bench = SignInBench(
            console: FakeConsole(["nonsense here", "good"]), endpoint: FakeTokenEndpoint { provider.exchange($0) })
        #expect(try await bench.signIn(google(), paste).accessToken.reveal() == "a1")
        #expect(bench.browser.opened.isEmpty)
        #expect(await bench.console.text.contains("That is neither an address nor a code. Paste the whole address"))
    }

    @Test func theEndOfTheInputLeavesTheListener() async throws {
        let provider = CodeProvider()
        let browser = FakeBrowser { browser, page in _ = try await browser.visit(page.answer("code=good")) }
        let bench = SignInBench(
            console: FakeConsole(ends: true), browser: browser, endpoint: FakeTokenEndpoint { provider.exchange($0) })
        let options = AuthorizeOptions(browser: .open, paste: true)
        #expect(try await bench.signIn(google(), options).accessToken.reveal() == "a1")
    }

    @Test(arguments: ["https://client.example/cb", "urn:ietf:wg:oauth:2.0:oob", "https://localhost.example:8443/cb"])
    func otherRedirectURIsAreAlwaysPasted(redirectURI: String) async throws {
        let provider = CodeProvider()
        let bench = SignInBench(
            console: FakeConsole(["good"]), endpoint: FakeTokenEndpoint { provider.exchange($0) })
        let connection = try google(["redirect_uri": .string(redirectURI)])
        #expect(try await bench.signIn(connection).accessToken.reveal() == "a1")
        #expect(bench.endpoint.forms.map { $0["redirect_uri"] } == [redirectURI])
    }

    @Test func withoutAListenerTheEndOfTheInputIsTheEnd() async throws {
        let bench = SignInBench(console: FakeConsole(ends: true), endpoint: FakeTokenEndpoint(.status(500)))
        let error = await failure { try await bench.signIn(google(["redirect_uri": "https://client.example/cb"])) }
        #expect(error?.kind == .permission)
        #expect(error?.message.contains("the input ended") == true)
    }
}

import Foundation
import Synchronization
import Testing

@testable import OAuthClient
@testable import OAuthCore

@Suite struct AuthorizerTests {
    /// What the browser saw, for the test to read when the sign-in is over.
    final class Pages: Sendable {
        private let storage = Mutex<[FakeBrowser.Page]>([])
        let done = Signal()
        var all: [FakeBrowser.Page] { storage.withLock { $0 } }
        func add(_ page: FakeBrowser.Page) {
            storage.withLock { $0.append(page) }
            done.raise()
        }
    }

    @Test func ignoresWhatIsNotTheAnswerAndThenSignsIn() async throws {
        let provider = CodeProvider()
        let pages = Pages()
        let browser = FakeBrowser { browser, page in
            provider.page.withLock { $0 = page }
            let origin = page.redirectURI.dropLast("/callback".count)
            pages.add(try await browser.visit("\(origin)/favicon.ico"))
            pages.add(try await browser.visit("\(page.redirectURI)?code=evil"))
            pages.add(try await browser.visit(page.answer("code=evil", state: "wrong")))
            pages.add(try await browser.visit(page.answer("error=access_denied", state: "wrong")))
            pages.add(try await browser.visit(page.answer("code=good")))
        }
        let bench = SignInBench(browser: browser, endpoint: FakeTokenEndpoint { provider.exchange($0) })
        let connection = try google(["scope": "calendar"])
        let token = try await bench.signIn(connection)
        await pages.done.wait(for: 5)
        #expect(token.accessToken.reveal() == "a1")
        #expect(pages.all.map(\.status) == [404, 400, 400, 400, 200])
        #expect(pages.all.last?.text.contains("google") == true)
        #expect(await bench.isStored(connection))
        #expect(bench.endpoint.forms.map { $0["code"] } == ["good"], "no other code was ever tried")
        let page = SignInPage(try #require(bench.browser.opened.first))
        #expect(page.redirectURI.hasPrefix("http://127.0.0.1:"))
        #expect(bench.endpoint.forms[0]["redirect_uri"] == page.redirectURI)
        #expect(await bench.console.text.contains("Ignored a request"))
        #expect(await bench.console.text.contains(bench.browser.opened[0].absoluteString))
    }

    @Test func successIsShownOnlyOnceTheTokenIsStored() async throws {
        let pages = Pages()
        let connection = try google()
        let arrived = Signal()
        let goOn = Signal()
        let endpoint = FakeTokenEndpoint { _ in
            arrived.raise()
            await goOn.wait()
            return .json("{\"access_token\":\"a1\",\"refresh_token\":\"r1\"}")
        }
        let browser = FakeBrowser { browser, page in pages.add(try await browser.visit(page.answer("code=good"))) }
        let bench = SignInBench(browser: browser, endpoint: endpoint)
        let signIn = Task { try await bench.signIn(connection) }
        await arrived.wait()
        #expect(pages.all.isEmpty)
        await bench.store.failSaves(1)
        goOn.raise()
        let error = await failure { try await signIn.value }
        #expect(error?.kind == .store)
        await pages.done.wait()
        #expect(pages.all.map(\.status) == [400])
        #expect(pages.all[0].text.contains("could not be stored: the disk is full"))
    }

    @Test func aReloadedPageTellsTheSameWithoutASecondExchange() async throws {
        let provider = CodeProvider()
        let arrived = Signal()
        let goOn = Signal()
        let endpoint = FakeTokenEndpoint { form in
            arrived.raise()
            await goOn.wait()
            return provider.exchange(form)
        }
        let connection = try google()
        let bench = SignInBench(endpoint: endpoint)
        let signIn = SignIn(
            connection: connection, tokens: bench.manager, note: { _ in })
        let request = try await connection.authorizationRequest(redirectURI: "http://127.0.0.1:1/callback")
        await signIn.begin(request)
        let callback = CallbackRequest(
            path: "/callback", query: [Parameter("code", "good"), Parameter("state", request.state)])
        let replies = (0..<3).map { _ in Task { await signIn.answer(callback) } }
        await arrived.wait()
        goOn.raise()
        for reply in replies { #expect(await reply.value == .success(connection: "google")) }
        #expect(await signIn.answer(callback) == .success(connection: "google"))
        #expect(endpoint.forms.count == 1)
    }

    @Test func deniedConsentIsAPermission() async throws {
        let pages = Pages()
        let browser = FakeBrowser { browser, page in
            pages.add(try await browser.visit(page.answer("error=access_denied&error_description=No%3Cb%3E")))
        }
        let bench = SignInBench(browser: browser, endpoint: FakeTokenEndpoint(.status(500)))
        let error = await failure { try await bench.signIn(google()) }
        await pages.done.wait()
        #expect(error?.kind == .permission)
        #expect(error?.oauthError == "access_denied")
        #expect(pages.all.map(\.status) == [400])
        #expect(!pages.all[0].text.contains("No<b>"))
        #expect(bench.endpoint.forms.isEmpty)
    }

    @Test(arguments: [
        (FakeAnswer.invalidGrant, OAuthError.Kind.oauth), (.status(503), .http), (.failing(.network), .network),
        (.json("<html>hello"), .decode),
    ])
    func aFailedExchangeFailsBothHereAndInTheBrowser(answer: FakeAnswer, kind: OAuthError.Kind) async throws {
        let pages = Pages()
        let browser = FakeBrowser { browser, page in pages.add(try await browser.visit(page.answer("code=good"))) }
        let bench = SignInBench(browser: browser, endpoint: FakeTokenEndpoint(answer))
        let connection = try google()
        let error = await failure { try await bench.signIn(connection) }
        await pages.done.wait()
        #expect(error?.kind == kind)
        #expect(pages.all.map(\.status) == [400])
        #expect(bench.endpoint.forms.count == 1, "a code is good for one request")
        #expect(await !bench.isStored(connection))
    }

    @Test func nobodyComes() async throws {
        let bench = SignInBench(endpoint: FakeTokenEndpoint(.status(500)), timeout: {})
        let error = await failure {
            try await bench.signIn(google(), AuthorizeOptions(timeout: .seconds(7)))
        }
        #expect(error?.kind == .permission)
        #expect(error?.message == "nobody signed in to 'google' within 7 seconds")
        #expect(error?.advice?.hasPrefix("Run: oauthlua authorize google; if the browser showed an error code") == true)
    }

    @Test func theTimeIsNotUpWhileTheCodeIsExchanged() async throws {
        let provider = CodeProvider()
        let arrived = Signal()
        let timedOut = Signal()
        let endpoint = FakeTokenEndpoint { form in
            arrived.raise()
            await timedOut.wait()
            return provider.exchange(form)
        }
        let connection = try google()
        let bench = SignInBench(endpoint: endpoint)
        let signIn = SignIn(
            connection: connection, tokens: bench.manager, note: { _ in })
        let request = try await connection.authorizationRequest(redirectURI: "http://127.0.0.1:1/callback")
        await signIn.begin(request)
        let callback = CallbackRequest(
            path: "/callback", query: [Parameter("code", "good"), Parameter("state", request.state)])
        let reply = Task { await signIn.answer(callback) }
        await arrived.wait()
        await signIn.timeOut(after: .seconds(1))
        timedOut.raise()
        #expect(await reply.value == .success(connection: "google"))
        #expect(try await signIn.token().accessToken.reveal() == "a1")
    }

    @Test func cancellationFreesThePort() async throws {
        let opened = Signal()
        let port = Mutex(0)
        let browser = FakeBrowser { _, page in
            port.withLock { $0 = URL(string: page.redirectURI)?.port ?? 0 }
            opened.raise()
        }
        let bench = SignInBench(browser: browser, endpoint: FakeTokenEndpoint(.status(500)))
        let connection = try google()
        let signIn = Task { try await bench.signIn(connection) }
        await opened.wait()
        signIn.cancel()
        await #expect(throws: CancellationError.self) { try await signIn.value }
        let again = try await LoopbackListener().listen(
            at: CallbackPlace(host: "127.0.0.1", port: port.withLock { $0 }, path: "/"), handle: { _ in .notFound })
        await again.close()
    }

    @Test func aPortInUseIsNamedBeforeABrowserOpens() async throws {
        let holder = try await LoopbackListener().listen(
            at: CallbackPlace(host: "127.0.0.1", port: nil, path: "/"), handle: { _ in .notFound })
        let bench = SignInBench(endpoint: FakeTokenEndpoint(.status(500)))
        let error = await failure { try await bench.signIn(google(), AuthorizeOptions(port: holder.port)) }
        await holder.close()
        #expect(error?.kind == .config)
        #expect(error?.message.contains(String(holder.port)) == true)
        #expect(bench.browser.opened.isEmpty)
    }

    @Test func aFixedPortCannotBeChanged() async throws {
        let bench = SignInBench(endpoint: FakeTokenEndpoint(.status(500)))
        let connection = try google(["redirect_uri": "http://127.0.0.1:8765/cb"])
        let error = await failure { try await bench.signIn(connection, AuthorizeOptions(port: 8766)) }
        #expect(error?.kind == .config)
        #expect(error?.message.contains("8765") == true)
    }

    @Test func theRedirectURIIsSentToTheCharacter() async throws {
        let holder = try await LoopbackListener().listen(
            at: CallbackPlace(host: "localhost", port: nil, path: "/"), handle: { _ in .notFound })
        await holder.close()
        let redirectURI = "http://localhost:\(holder.port)/Call%20Back/"
        let provider = CodeProvider()
        let browser = FakeBrowser { browser, page in
            provider.page.withLock { $0 = page }
            _ = try await browser.visit(page.answer("code=good"))
        }
        let bench = SignInBench(browser: browser, endpoint: FakeTokenEndpoint { provider.exchange($0) })
        _ = try await bench.signIn(google(["redirect_uri": .string(redirectURI)]))
        #expect(SignInPage(bench.browser.opened[0]).redirectURI == redirectURI)
        #expect(bench.endpoint.forms.map { $0["redirect_uri"] } == [redirectURI])
    }

    @Test func aGivenRefreshTokenNeedsNoSignIn() async throws {
        let bench = SignInBench(endpoint: RotatingProvider().endpoint)
        let connection = try google(["grant": "refresh_token", "refresh_token": "r1"])
        #expect(try await bench.signIn(connection).accessToken.reveal() == "a2")
        #expect(bench.browser.opened.isEmpty)
    }

    struct NoBrowser: BrowserOpening {
        func open(_ url: URL) async throws { throw OAuthError(.config, "there is no browser here") }
    }

    @Test func withoutABrowserTheAddressIsStillShown() async throws {
        let store = MemoryTokenStore()
        let endpoint = FakeTokenEndpoint(.status(500))
        let tokens = TokenManager(store: { store }, transport: endpoint, now: { instant })
        let console = FakeConsole()
        let authorizer = Authorizer(
            tokens: tokens, listener: LoopbackListener(), browser: NoBrowser(), environment: [:],
            sleep: { _ in })
        _ = await failure { try await authorizer.authorize(google(), console: console) }
        #expect(await console.text.contains("No browser could be started: there is no browser here"))
        #expect(await console.text.contains("https://auth.example/authorize?response_type=code"))
    }
}

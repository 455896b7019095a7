import Foundation
import Testing

@testable import OAuthClient
@testable import OAuthCore

/// Which redirect URI is used, and that both legs have the same, to the character.
@Suite struct RedirectTests {
    /// Signs in with these redirect URIs, the person coming back to whichever is sent.
    private func signIn(
        _ uris: [String], _ changes: [String: DefinitionValue] = [:],
        _ options: AuthorizeOptions = AuthorizeOptions(), caFile: String? = nil
    ) async throws -> (bench: SignInBench, sent: String) {
        let provider = CodeProvider()
        let browser = FakeBrowser { _, page in
            provider.page.withLock { $0 = page }
            let response = try await AsyncHTTPTransport.test(caFile: caFile)
                .send(TransportRequest(url: URL(string: page.answer("code=good"))!))
            await response.body.drain()
        }
        let bench = SignInBench(browser: browser, endpoint: FakeTokenEndpoint { provider.exchange($0) })
        let list = DefinitionValue.list(uris.map { .string($0) })
        _ = try await bench.signIn(google(changes.merging(["redirect_uri": list]) { $1 }), options)
        let sent = SignInPage(bench.browser.opened[0]).redirectURI
        #expect(bench.endpoint.forms[0]["redirect_uri"] == sent)
        return (bench, sent)
    }

    private func busyPort() -> (descriptor: Int32, port: Int) { Sockets.listen() }

    private func freePort() -> Int {
        let (descriptor, port) = Sockets.listen()
        close(descriptor)
        return port
    }

    @Test(arguments: [
        "http://127.0.0.1:PORT/cb", "http://localhost:PORT", "http://[::1]:PORT/", "http://LocalHost:PORT/x",
    ])
    func isSentAsWritten(uri: String) async throws {
        let port = freePort()
        let written = uri.replacingOccurrences(of: "PORT", with: "\(port)")
        #expect(try await signIn([written]).sent == written)
    }

    @Test func theFirstPortThatIsFreeIsTaken() async throws {
        let busy = busyPort()
        defer { close(busy.descriptor) }
        // Several, since another test may take one of them meanwhile.
        let uris = ([busy.port] + (0..<3).map { _ in freePort() }).map { "http://127.0.0.1:\($0)/callback" }
        let sent = try await signIn(uris).sent
        #expect(uris[1...].contains(sent))
        #expect(uris[1...].contains(try await signIn(uris[1...] + [uris[0]]).sent))
    }

    @Test func allPortsAreNamedWhereNoneIsFree() async throws {
        let busy = [busyPort(), busyPort()]
        defer { for one in busy { close(one.descriptor) } }
        let uris = busy.map { "http://127.0.0.1:\($0.port)/callback" }
        let error = await failure { try await signIn(uris) }
        #expect(error?.kind == .config)
        for one in busy { #expect(error?.message.contains("\(one.port)") == true, "\(String(describing: error))") }
        let single = await failure { try await signIn([uris[0]]) }
        #expect(single?.message.contains("in use") == true)
    }

    @Test func thePortFlagChoosesFromTheList() async throws {
        let ports = [freePort(), freePort()]
        let uris = ports.map { "http://127.0.0.1:\($0)/callback" }
        #expect(try await signIn(uris, AuthorizeOptions(port: ports[1])).sent == uris[1])
        let error = await failure { try await signIn(uris, AuthorizeOptions(port: freePort())) }
        #expect(error?.message.contains("ports \(ports[0]), \(ports[1])") == true)
        let free = freePort()
        #expect(
            try await signIn(["http://localhost/callback"], AuthorizeOptions(port: free)).sent
                == "http://localhost:\(free)/callback")
    }

    private func signIn(
        _ uris: [String], _ options: AuthorizeOptions
    ) async throws -> (bench: SignInBench, sent: String) { try await signIn(uris, [:], options) }

    /// With the person's own certificate.
    @Test func httpsIsListenedOn() async throws {
        let own = try Certificate(for: "DNS:localhost")
        let uri = "https://localhost:\(freePort())/callback"
        let fields: [String: DefinitionValue] = [
            "redirect_certificate": .string(try String(contentsOfFile: own.certificate, encoding: .utf8)),
            "redirect_certificate_key": .string(try String(contentsOfFile: own.key, encoding: .utf8)),
        ]
        let (bench, sent) = try await signIn([uri], fields, caFile: own.certificate)
        #expect(sent == uri)
        #expect(await !bench.console.text.contains("fingerprint"))
    }

    /// With one that is made: the person can compare what the browser shows.
    @Test func theFingerprintIsShown() async throws {
        let bench = SignInBench(
            console: FakeConsole(), endpoint: FakeTokenEndpoint(.invalidGrant), timeout: {})
        _ = await failure { try await bench.signIn(google(["redirect_uri": "https://127.0.0.1/cb"])) }
        let text = await bench.console.text
        #expect(text.contains(/([0-9A-F]{2}:){31}[0-9A-F]{2}/))
        #expect(SignInPage(bench.browser.opened[0]).redirectURI.hasPrefix("https://127.0.0.1:"))
    }

    /// What Peakboard does: the provider shows a page of its own, and the person pastes its address.
    @Test func aRemotePageIsPasted() async throws {
        let provider = CodeProvider()
        let page = "https://tool.example/oauth/done"
        let browser = FakeBrowser { _, page in provider.page.withLock { $0 = page } }
        let bench = SignInBench(
            console: FakeConsole(["\(page)?code=evil&state=wrong", page, "good"]), browser: browser,
            endpoint: FakeTokenEndpoint { provider.exchange($0) })
        let token = try await bench.signIn(google(["redirect_uri": .string(page)]))
        #expect(token.accessToken.reveal() == "a1")
        #expect(SignInPage(bench.browser.opened[0]).redirectURI == page)
        #expect(bench.endpoint.forms.map { $0["redirect_uri"] } == [page])
        #expect(bench.endpoint.forms.map { $0["code"] } == ["good"])
    }

    @Test(arguments: [("::1", "ssh -L 41000:[::1]:41000 ann@b"), ("localhost", "ssh -L 41000:127.0.0.1:41000 ann@b")])
    func theTunnelLeadsToWhatIsListenedOn(host: String, line: String) {
        let guidance = Guidance(
            connection: "google", url: "https://auth.example/", port: 41_000, options: AuthorizeOptions(),
            environment: ["SSH_CONNECTION": "a 1 b 22", "USER": "ann"], host: host)
        #expect(guidance.invitation.contains("  \(line)\n"))
    }
}

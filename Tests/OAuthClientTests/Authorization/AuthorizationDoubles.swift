import Foundation
import HTTPTypes
import Synchronization

@testable import OAuthClient
@testable import OAuthCore

/// A person at a terminal: what they are told is written down, what they write comes from a list.
actor FakeConsole: AuthorizationConsole {
    private(set) var notes: [String] = []
    /// The addresses that were shown as codes for a camera.
    private(set) var codes: [String] = []
    private var lines: [String]
    private var passwords: [String]
    /// Without it, a console whose lines are used up keeps its reader waiting, as a terminal does.
    private let ends: Bool

    init(_ lines: [String] = [], passwords: [String] = [], ends: Bool = false) {
        self.lines = lines
        self.passwords = passwords
        self.ends = ends
    }

    func note(_ text: String) { notes.append(text) }

    func readLine() async -> String? {
        if !lines.isEmpty { return lines.removeFirst() }
        if !ends { try? await Task.sleep(for: .seconds(3600)) }
        return nil
    }

    func readSecret(_ prompt: String) -> Redacted<String>? {
        passwords.isEmpty ? nil : Redacted(passwords.removeFirst())
    }

    func showCode(_ address: String) { codes.append(address) }

    var text: String { notes.joined(separator: "\n") }
}

/// A browser whose user does what the test says with the address that is opened.
final class FakeBrowser: BrowserOpening {
    struct Page: Sendable {
        var status: Int
        var text: String
    }

    private let visits = Mutex<[URL]>([])
    private let behaviour: @Sendable (FakeBrowser, SignInPage) async throws -> Void

    init(_ behaviour: @escaping @Sendable (FakeBrowser, SignInPage) async throws -> Void = { _, _ in }) {
        self.behaviour = behaviour
    }

    var opened: [URL] { visits.withLock { $0 } }

    func open(_ url: URL) async throws {
        visits.withLock { $0.append(url) }
        Task { try await behaviour(self, SignInPage(url)) }
    }

    /// Follows a link on loopback.
    func visit(_ address: String) async throws -> Page {
        let url = URL(string: address)!
        let response = try await AsyncHTTPTransport.test().send(TransportRequest(url: url))
        let body = try await response.body.collect(limit: 1 << 20)
        return Page(status: response.status, text: String(decoding: body, as: UTF8.self))
    }
}

/// The authorization URL as a provider reads it.
struct SignInPage: Sendable {
    var parameters: [String: String]

    init(_ url: URL) {
        let pairs = FormEncoding.decode(url.query(percentEncoded: true) ?? "").map { ($0.name, $0.value) }
        parameters = Dictionary(pairs) { first, _ in first }
    }

    var redirectURI: String { parameters["redirect_uri"] ?? "" }
    var state: String { parameters["state"] ?? "" }

    /// Where the provider sends the browser.
    func answer(_ query: String, state: String? = nil) -> String {
        "\(redirectURI)?\(query)&state=\(state ?? self.state)"
    }
}

/// A provider that knows the code `good`, and exchanges it only once and only with the right verifier and redirect URI.
final class CodeProvider: Sendable {
    private let used = Mutex(false)
    let page = Mutex<SignInPage?>(nil)
    let answer: String

    init(answer: String = "{\"access_token\":\"a1\",\"refresh_token\":\"r1\",\"expires_in\":3600}") {
        self.answer = answer
    }

    func exchange(_ form: FakeTokenEndpoint.Form) -> FakeAnswer {
        let page = page.withLock { $0 }
        let verifier = Redacted(form["code_verifier"] ?? "")
        guard form["code"] == "good", form["grant_type"] == "authorization_code",
            page.map({ $0.redirectURI == form["redirect_uri"] }) ?? true,
            page.map({ $0.parameters["code_challenge"] == PKCE.challenge(for: verifier) }) ?? true,
            !used.withLock({ $0 })
        else { return .invalidGrant }
        used.withLock { $0 = true }
        return .json(answer)
    }
}

/// Everything a sign-in needs, with the real listener.
struct SignInBench {
    let store = MemoryTokenStore()
    let console: FakeConsole
    let browser: FakeBrowser
    let endpoint: FakeTokenEndpoint
    let manager: TokenManager
    let authorizer: Authorizer

    init(
        console: FakeConsole = FakeConsole(), browser: FakeBrowser = FakeBrowser(), endpoint: FakeTokenEndpoint,
        environment: [String: String] = [:], listener: any CallbackListening = LoopbackListener(),
        timeout: @escaping @Sendable () async throws -> Void = { try await Task.sleep(for: .seconds(3600)) }
    ) {
        self.console = console
        self.browser = browser
        self.endpoint = endpoint
        let store = store
        manager = TokenManager(store: { store }, transport: endpoint, now: { instant })
        authorizer = Authorizer(
            tokens: manager, listener: listener, browser: browser, environment: environment,
            now: { instant }, sleep: { _ in try await timeout() })
    }

    func signIn(_ connection: Connection, _ options: AuthorizeOptions = AuthorizeOptions()) async throws -> Token {
        try await authorizer.authorize(connection, options: options, console: console)
    }

    func isStored(_ connection: Connection) async -> Bool {
        await store.token(for: connection.tokenKey(profile: "default")) != nil
    }
}

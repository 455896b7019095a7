import Foundation
import Testing

@testable import OAuthClient
@testable import OAuthCore

/// Where ID tokens are checked: with every token that comes.
@Suite struct IDTokenCheckTests {
    private func stored(_ changes: (inout Token) throws -> Void = { _ in }) throws -> Token {
        var token = sampleToken()
        try changes(&token)
        return token
    }

    private func manager(_ provider: OpenIDProvider, _ store: MemoryTokenStore) -> TokenManager {
        TokenManager(store: { store }, transport: provider, now: { instant }, sleep: { _ in })
    }

    private func signIn(
        _ provider: OpenIDProvider, _ connection: Connection, nonce: @escaping @Sendable (String) -> String = { $0 }
    ) async throws -> (token: Token, manager: TokenManager) {
        let browser = FakeBrowser { browser, page in
            provider.change { $0.changes["nonce"] = .string(nonce(page.parameters["nonce"] ?? "")) }
            _ = try await browser.visit(page.answer("code=good"))
        }
        let manager = manager(provider, MemoryTokenStore())
        let authorizer = Authorizer(
            tokens: manager, listener: LoopbackListener(), browser: browser, environment: [:], now: { instant })
        return (try await authorizer.authorize(connection, console: FakeConsole()), manager)
    }

    @Test func `a sign-in keeps the verified claims`() async throws {
        let provider = try await OpenIDProvider()
        let connection = try OpenIDProvider.connection()
        let (token, manager) = try await signIn(provider, connection)
        #expect(token.claims?.contains("alice") == true)
        #expect(try await manager.claims(for: connection)["sub"] == .string("alice"))
        #expect(provider.asked == ["/token", "/keys"])
    }

    @Test(
        arguments: [
            ["aud": .string("another")], ["iss": .string("https://attacker.example")], ["exp": .integer(1_600_000_000)],
        ] as [[String: JSONValue]])
    func `a sign-in with an ID token that is not to be believed fails`(_ changes: [String: JSONValue]) async throws {
        let provider = try await OpenIDProvider()
        provider.change { $0.changes = changes }
        let error = await failure { try await signIn(provider, try OpenIDProvider.connection()) }
        #expect(error?.kind == .oauth)
        #expect(error?.message.hasPrefix("the ID token that came for 'google'") == true)
    }

    @Test(arguments: [true, false]) func `the nonce must be that of the sign-in, whether or not the keys are known`(
        _ knowsKeys: Bool
    ) async throws {
        var connection = try OpenIDProvider.connection()
        if !knowsKeys {
            connection.endpoints.issuer = nil
            connection.endpoints.jwks = nil
        }
        let definition = connection
        let provider = try await OpenIDProvider()
        let error = await failure { try await signIn(provider, definition, nonce: { _ in "another" }) }
        #expect(error?.message.contains("its nonce is not ours") == true)
    }

    @Test func `without the provider's keys there are no claims, and the error says what to write`() async throws {
        let provider = try await OpenIDProvider()
        var connection = try OpenIDProvider.connection()
        connection.endpoints.jwks = nil
        let definition = connection
        let (token, manager) = try await signIn(provider, definition)
        #expect(token.claims == nil)
        #expect(provider.asked == ["/token"])
        let error = await failure { try await manager.claims(for: definition) }
        #expect(error?.kind == .config)
        #expect(error?.advice?.contains("jwks_url") == true)
        // Once the definition names them, the login that is there will do.
        #expect(try await manager.claims(for: try OpenIDProvider.connection())["sub"] == .string("alice"))
    }

    @Test func `without a login somebody has to sign in, and without an ID token openid is missing`() async throws {
        let provider = try await OpenIDProvider()
        let connection = try OpenIDProvider.connection()
        let nobody = await failure { try await manager(provider, MemoryTokenStore()).claims(for: connection) }
        #expect(nobody?.kind == .authorizationRequired)
        let store = MemoryTokenStore([connection.tokenKey(profile: "default"): try stored()])
        let without = await failure { try await manager(provider, store).claims(for: connection) }
        #expect(without?.kind == .config)
    }

    @Test func `a refresh may bring newer claims of the same person`() async throws {
        let provider = try await OpenIDProvider()
        provider.change { $0.changes["email"] = .string("new@example.com") }
        let connection = try OpenIDProvider.connection()
        let token = try stored { $0.claims = #"{"iss":"https://auth.example","sub":"alice","nonce":"n"}"# }
        let store = MemoryTokenStore([connection.tokenKey(profile: "default"): token])
        let refreshed = try await manager(provider, store).refresh(connection)
        #expect(refreshed.claims?.contains("new@example.com") == true)
    }

    @Test(arguments: [true, false]) func `a refresh that brings somebody else's ID token is refused`(
        _ isVerified: Bool
    ) async throws {
        let provider = try await OpenIDProvider()
        var connection = try OpenIDProvider.connection()
        if !isVerified { connection.endpoints.jwks = nil }
        let token = try stored { token in
            if isVerified {
                token.claims = #"{"iss":"https://auth.example","sub":"alice"}"#
            } else {
                token.idToken = Redacted(try provider.idToken())
            }
        }
        provider.change { $0.changes["sub"] = .string("mallory") }
        let store = MemoryTokenStore([connection.tokenKey(profile: "default"): token])
        let definition = connection
        let error = await failure { try await manager(provider, store).refresh(definition) }
        #expect(error?.message.contains("its sub has changed") == true)
        #expect(await store.saves.isEmpty)
    }

    /// The old refresh token is worth nothing any more when the keys cannot be loaded.
    @Test func `a refresh while the keys cannot be loaded keeps the login`() async throws {
        let provider = try await OpenIDProvider()
        provider.change { $0.keyAnswer = .status(503) }
        let connection = try OpenIDProvider.connection()
        let claims = #"{"iss":"https://auth.example","sub":"alice"}"#
        let token = try stored {
            $0.claims = claims
            $0.idToken = Redacted("the old one")
        }
        let store = MemoryTokenStore([connection.tokenKey(profile: "default"): token])
        let refreshed = try await manager(provider, store).refresh(connection)
        #expect(refreshed.refreshToken == Redacted("r2"))
        #expect(refreshed.idToken == Redacted("the old one"))
        #expect(refreshed.claims == claims)
    }

    /// Its audience is whatever the assertion asks for.
    @Test func `an ID token that is not about a sign-in is left alone`() async throws {
        let provider = try await OpenIDProvider()
        provider.change { $0.changes["aud"] = .string("https://some.api") }
        let connection = try OpenIDProvider.connection(["grant": "client_credentials", "client_secret": "s"])
        let token = try await TokenEndpoint(transport: provider, now: { instant }).token(
            connection.refreshRequest(Redacted("r")), for: connection)
        #expect(token.idToken != nil)
        #expect(token.claims == nil)
        #expect(provider.keyRequests == 0)
    }
}

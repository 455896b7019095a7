import Foundation
import HTTPTypes
import Testing

@testable import OAuthClient
@testable import OAuthCore

@Suite struct UserInfoTests {
    private func userinfo(
        _ provider: OpenIDProvider, claims: String? = #"{"sub":"alice"}"#, _ connection: Connection? = nil
    ) async throws -> JSONValue {
        let connection = try connection ?? OpenIDProvider.connection()
        var token = sampleToken(endsIn: 3600)
        token.claims = claims
        let store = MemoryTokenStore([connection.tokenKey(profile: "default"): token])
        let manager = TokenManager(store: { store }, transport: provider, now: { instant }, sleep: { _ in })
        return try await manager.userinfo(
            for: connection, client: APIClient(transport: provider, tokens: manager, now: { instant }))
    }

    @Test func `it is the person of the ID token`() async throws {
        let provider = try await OpenIDProvider()
        // The definition has no hosts: the provider's own endpoint may have the token.
        #expect(try await userinfo(provider)["email"] == .string("alice@example.com"))
        let error = await failure { try await userinfo(provider, claims: #"{"sub":"bob"}"#) }
        #expect(error?.message.contains("somebody else") == true)
        provider.change { $0.userinfo = .json("{\"email\":\"x\"}") }
        #expect(await failure { try await userinfo(provider) } != nil)
        // Providers without OpenID Connect have no sub to compare.
        #expect(try await userinfo(provider, claims: nil)["email"] == .string("x"))
    }

    @Test(arguments: [
        (FakeAnswer.status(401), OAuthError.Kind.authorizationRequired), (.status(403), .permission),
        (.status(500), .http),
        (.status(429), .rateLimited), (.json("[]"), .decode), (.json("<html>"), .decode),
    ]) func `what is no answer`(_ answer: FakeAnswer, _ kind: OAuthError.Kind) async throws {
        let provider = try await OpenIDProvider()
        provider.change {
            $0.userinfo = answer
            $0.givesIDToken = false
        }
        #expect(await failure { try await userinfo(provider) }?.kind == kind)
    }

    @Test func `a signed answer is verified`() async throws {
        let provider = try await OpenIDProvider()
        let jwt = try provider.idToken(["email": .string("signed@example.com")])
        provider.change { $0.userinfo = .json(jwt, [.contentType: "application/jwt; charset=utf-8"]) }
        #expect(try await userinfo(provider)["email"] == .string("signed@example.com"))
        let foreign = try provider.idToken(["aud": .string("another")])
        provider.change { $0.userinfo = .json(foreign, [.contentType: "application/jwt"]) }
        #expect(await failure { try await userinfo(provider) }?.message.contains("signed userinfo") == true)
        let forged = try await OpenIDProvider.key("1").sign(header: [:], claims: ["sub": .string("alice")])
        provider.change { $0.userinfo = .json(forged, [.contentType: "application/jwt"]) }
        #expect(await failure { try await userinfo(provider) }?.message.contains("wrong signature") == true)
    }

    @Test func `without an address the definition is incomplete`() async throws {
        let provider = try await OpenIDProvider()
        var connection = try OpenIDProvider.connection()
        connection.endpoints.userinfo = nil
        let definition = connection
        #expect(await failure { try await userinfo(provider, definition) }?.kind == .config)
    }
}

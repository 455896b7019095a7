import Foundation
import Testing

@testable import OAuthCore

@Suite struct NonceTests {
    private func request(scope: DefinitionValue) throws -> AuthorizationRequest {
        try connection(["scope": scope]).authorizationRequest(redirectURI: "https://client.example.com/cb")
    }

    private func token(nonce: String?) -> Token {
        let claims = nonce.map { "{\"nonce\":\"\($0)\"}" } ?? "{}"
        let idToken = ["{\"alg\":\"RS256\"}", claims, "signature"].map { Base64URL.encode(Array($0.utf8)) }
        return Token(
            accessToken: Redacted("a"), idToken: Redacted(idToken.joined(separator: ".")), obtainedAt: Date())
    }

    @Test func openidSendsANonceThatTheIDTokenMustRepeat() throws {
        let request = try request(scope: "openid email")
        let sent = FormEncoding.decode(request.url.query(percentEncoded: true) ?? "").first { $0.name == "nonce" }?
            .value
        let nonce = try #require(sent)
        #expect(nonce.count >= 32)
        try request.check(token(nonce: nonce))
        for wrong in [token(nonce: "another"), token(nonce: nil)] {
            #expect(throws: OAuthError.self) { try request.check(wrong) }
        }
        var unreadable = token(nonce: nonce)
        unreadable.idToken = Redacted("no.jwt")
        #expect(throws: OAuthError.self) { try request.check(unreadable) }
    }

    @Test func anAnswerWithoutAnIDTokenNeedsNone() throws {
        try request(scope: "openid").check(Token(accessToken: Redacted("a"), obtainedAt: Date()))
    }

    @Test func otherScopesSendNone() throws {
        let request = try request(scope: "read")
        #expect(request.url.query()?.contains("nonce") == false)
        try request.check(token(nonce: "whatever"))
    }
}

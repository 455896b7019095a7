import Foundation
import Testing

@testable import OAuthCore

/// JARM §2.4.
@Suite struct SignedAnswerTests {
    private func request(_ changes: [String: DefinitionValue] = [:]) async throws -> AuthorizationRequest {
        let fields: [String: DefinitionValue] = ["response_mode": "query.jwt", "issuer": "https://server.example.com"]
        return try await connection(fields.merging(changes) { $1 })
            .authorizationRequest(redirectURI: "https://client.example.com/cb")
    }

    private func claims(_ request: AuthorizationRequest, _ changes: [String: JSONValue] = [:]) -> [String: JSONValue] {
        var claims: [String: JSONValue] = [
            "iss": .string("https://server.example.com"), "aud": .string("s6BhdRkqt3"), "exp": .integer(1_700_000_600),
            "code": .string("c-1"), "state": .string(request.state),
        ]
        for (name, value) in changes { claims[name] = value == .null ? nil : value }
        return claims
    }

    @Test func theClaimsAreTheAnswer() async throws {
        let request = try await request()
        #expect(request.url.absoluteString.contains("response_mode=query.jwt"))
        let callback = try request.parameters(ofSignedAnswer: claims(request), now: moment)
        #expect(request.read(callback) == .code(Redacted("c-1")))
        let denied = try request.parameters(
            ofSignedAnswer: claims(request, ["code": .null, "error": .string("access_denied")]), now: moment)
        guard case .failure(let error) = request.read(denied) else { throw CocoaError(.featureUnsupported) }
        #expect(error.oauthError == "access_denied")
    }

    @Test(
        arguments: [
            (["iss": .string("https://evil.example")], "it was signed by 'https://evil.example'"),
            (["iss": .null], "it does not say who signed it"), (["aud": .string("other")], "another client"),
            (["aud": .null], "another client"), (["aud": .array([.string("other")])], "another client"),
            (["exp": .null], "when it ends"), (["exp": .string("1700000600")], "when it ends"),
            (["exp": .integer(1_699_999_940)], "it has ended"),
        ] as [([String: JSONValue], String)])
    func unfitAnswersAreNone(changes: [String: JSONValue], reason: String) async throws {
        let request = try await request()
        let error = #expect(throws: UnfitAnswer.self) {
            try request.parameters(ofSignedAnswer: claims(request, changes), now: moment)
        }
        #expect(error?.reason.contains(reason) == true)
    }

    @Test func severalAudiencesAndAClockThatIsABitBehindDo() async throws {
        let request = try await request()
        let callback = try request.parameters(
            ofSignedAnswer: claims(
                request, ["aud": .array([.string("x"), .string("s6BhdRkqt3")]), "exp": .integer(1_699_999_941)]),
            now: moment)
        #expect(request.read(callback) == .code(Redacted("c-1")))
    }

    /// A signature does not make another sign-in's answer ours.
    @Test func theStateIsComparedAllTheSame() async throws {
        let request = try await request()
        let callback = try request.parameters(
            ofSignedAnswer: claims(request, ["state": .string("other")]), now: moment)
        guard case .ignore = request.read(callback) else {
            Issue.record("not ignored")
            return
        }
    }

    /// Whoever has seen the state must not get around the signature.
    @Test func anUnsignedAnswerIsRefused() async throws {
        let request = try await request()
        let callback = CallbackParameters([Parameter("code", "c"), Parameter("state", request.state)])
        guard case .failure(let error) = request.read(callback) else {
            Issue.record("not refused")
            return
        }
        #expect(error.message.contains("is not signed"))
    }

    @Test func onlyWhoAskedForOneTakesOne() async throws {
        let callback = CallbackParameters([Parameter("response", "a.b.c")])
        #expect(try await request().signedAnswer(in: callback)?.reveal() == "a.b.c")
        #expect(try await request(["response_mode": "form_post"]).signedAnswer(in: callback) == nil)
    }
}

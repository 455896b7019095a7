import Foundation
import Testing

@testable import OAuthCore

/// What the extensions of authorization answers allow and refuse.
@Suite struct AnswerTests {
    private static let issuer = "https://server.example.com"

    private func request(
        _ changes: [String: DefinitionValue] = [:], metadata: ProviderMetadata? = nil
    ) async throws -> AuthorizationRequest {
        var connection = try connection(changes)
        connection.metadata = metadata
        return try await connection.authorizationRequest(redirectURI: "https://client.example.com/cb")
    }

    private func outcome(_ query: String, of request: AuthorizationRequest) -> CallbackOutcome {
        request.read(CallbackParameters(FormEncoding.decode("\(query)&state=\(request.state)")))
    }

    private func failure(_ query: String, of request: AuthorizationRequest) -> OAuthError? {
        if case .failure(let error) = outcome(query, of: request) { error } else { nil }
    }

    /// RFC 9207 §2.4, errors included.
    @Test(
        arguments: [
            ("code=c", true, "does not say who gave it"), ("error=access_denied", true, "does not say who gave it"),
            ("code=c&iss=https://evil.example", true, "comes from 'https://evil.example'"),
            ("error=access_denied&iss=https://evil.example", false, "comes from 'https://evil.example'"),
            ("code=c&iss=", true, "does not say who gave it"), ("code=c&iss=https://server.example.com", true, nil),
            ("code=c", false, nil),
        ] as [(String, Bool, String?)])
    func theIssuerMustBeRight(query: String, isPromised: Bool, message: String?) async throws {
        var metadata = ProviderMetadata(issuer: Self.issuer)
        metadata.namesItselfInAnswers = isPromised
        let request = try await request(["issuer": .string(Self.issuer)], metadata: metadata)
        if let message {
            #expect(failure(query, of: request)?.message.contains(message) == true)
        } else {
            #expect(outcome(query, of: request) == .code(Redacted("c")))
        }
    }

    @Test(arguments: ["token", "id_token", "code token", "code id_token token", "id_token token"])
    func tokensInTheBrowserAreRefused(type: String) async throws {
        let error = definitionError(["response_type": .string(type)])
        #expect(error?.kind == .config)
        #expect(error?.message.contains("in the browser's address (response_type '\(type)')") == true)
        #expect(error?.advice?.contains("allow_implicit") == true)
        #expect(definitionError(["response_type": .string(type), "allow_implicit": true]) == nil)
        let connection = try connection(["authorize_params": ["response_type": .string(type)]])
        do {
            _ = try await connection.authorizationRequest(redirectURI: "https://client.example.com/cb")
            Issue.record("not refused")
        } catch {
            #expect(error.message.contains("response_type '\(type)'"))
        }
    }

    @Test(arguments: ["access_token=t", "code=c&access_token=t", "id_token=t", "code=c&id_token=t"])
    func tokensThatNobodyAskedForAreRefused(query: String) async throws {
        #expect(
            failure(query, of: try await request())?.message.contains("with tokens in the browser's address") == true)
    }

    @Test func allowedTokensAreTaken() async throws {
        let connection = try connection(["response_type": "token", "allow_implicit": true])
        let request = try await connection.authorizationRequest(redirectURI: "https://client.example.com/cb")
        #expect(request.codeVerifier == nil)
        #expect(!request.parameters.contains { $0.name == "code_challenge" })
        let query = "access_token=at-1&token_type=bearer&expires_in=60&scope=a+b&refresh_token=rt-1"
        guard case .tokens(let answer) = outcome(query, of: request) else {
            Issue.record("not taken")
            return
        }
        let token = try connection.token(fromBrowser: answer, now: moment)
        #expect(token.accessToken.reveal() == "at-1" && token.scope == ["a", "b"])
        #expect(token.expiresAt == moment + 60)
        // RFC 6749 §4.2.2: there is none.
        #expect(token.refreshToken == nil)
    }

    /// Of a hybrid answer the code counts.
    @Test func aCodeIsExchangedAllTheSame() async throws {
        let request = try await request(["response_type": "code token", "allow_implicit": true])
        #expect(outcome("access_token=t&code=c", of: request) == .code(Redacted("c")))
        #expect(failure("access_token=t&access_token=u", of: request)?.message.contains("more than one") == true)
        guard
            case .ignore = request.read(CallbackParameters([Parameter("access_token", "t"), Parameter("state", "x")]))
        else {
            Issue.record("not ignored")
            return
        }
    }

    @Test func providersMayHaveNamesOfTheirOwn() async throws {
        let request = try await request([
            "callback_names": ["code": "spapi_oauth_code", "state": "amazon_state", "error": "fault"]
        ])
        func read(_ query: String) -> CallbackOutcome {
            request.read(CallbackParameters(FormEncoding.decode(query)))
        }
        #expect(read("spapi_oauth_code=c&amazon_state=\(request.state)") == .code(Redacted("c")))
        // What it calls `state` itself is something else then.
        #expect(read("spapi_oauth_code=c&state=x&amazon_state=\(request.state)") == .code(Redacted("c")))
        guard case .failure(let error) = read("fault=access_denied&amazon_state=\(request.state)") else {
            Issue.record("no failure")
            return
        }
        #expect(error.oauthError == "access_denied")
        #expect(request.concerns(CallbackParameters([Parameter("spapi_oauth_code", "c")])))
        #expect(!request.concerns(CallbackParameters([Parameter("other", "c")])))
    }

    @Test(arguments: [
        ("https://a.example/cb?code=c&state=s", ["code", "state"]),
        ("https://a.example/cb#code=c&state=s", ["code", "state"]),
        ("https://a.example/cb?x=1#access_token=t&state=s", ["access_token", "state"]),
        ("https://a.example/cb?code=c&state=s#_=_", ["code", "state"]),
        ("access_token=t&state=s", ["access_token", "state"]),
        ("https://a.example/cb?response=a.b.c", ["response"]), ("https://a.example/cb", []),
        ("x=1&code=c", ["x", "code"]),
    ])
    func addressesArePasted(text: String, names: [String]) {
        #expect(CallbackParameters(pasted: text)?.parameters.map(\.name) == names)
    }

    @Test(arguments: ["4/0AX4XfWi", "abc#def", "a=b"])
    func aBareCodeIsNoAddress(text: String) {
        #expect(CallbackParameters(pasted: text) == nil)
    }

    @Test(arguments: ["query", "form_post", "jwt", "query.jwt", "form_post.jwt", "fragment"])
    func theModeIsAskedFor(mode: String) async throws {
        let request = try await request(["response_mode": .string(mode)])
        #expect(request.parameters.contains(Parameter("response_mode", mode)))
        #expect(try await !self.request().parameters.contains { $0.name == "response_mode" })
    }
}

import Foundation
import HTTPTypes
import Testing

@testable import OAuthCore

@Suite struct AuthorizationRequestTests {
    /// RFC 7636 appendix B.
    @Test func challengeOfRFC7636() {
        let verifier = Redacted("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        #expect(PKCE.challenge(for: verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    }

    @Test func verifiersAreLongRandomAndUnreserved() {
        let verifiers = (0..<200).map { _ in PKCE.verifier().reveal() }
        #expect(Set(verifiers).count == 200)
        for verifier in verifiers {
            #expect(verifier.utf8.count == 43)
            #expect(verifier.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
        }
    }

    private func query(_ changes: [String: DefinitionValue] = [:]) async throws -> [Parameter] {
        let request = try await connection(changes).authorizationRequest(redirectURI: "https://client.example.com/cb")
        return FormEncoding.decode(request.url.query(percentEncoded: true) ?? "")
    }

    /// RFC 6749 §4.1.1, with the random state in place of `xyz`.
    @Test func requestOfRFC6749() async throws {
        let request = try await connection(["pkce": false]).authorizationRequest(
            redirectURI: "https://client.example.com/cb")
        #expect(
            request.url.absoluteString
                == "https://server.example.com/authorize?response_type=code&client_id=s6BhdRkqt3"
                + "&redirect_uri=https%3A%2F%2Fclient.example.com%2Fcb&state=\(request.state)")
        #expect(request.codeVerifier == nil)
    }

    @Test func everySignInHasItsOwnStateAndVerifier() async throws {
        let connection = try connection()
        let first = try await connection.authorizationRequest(redirectURI: "x:y")
        let second = try await connection.authorizationRequest(redirectURI: "x:y")
        #expect(first.state != second.state)
        #expect(first.codeVerifier != second.codeVerifier)
        #expect(first.state != first.codeVerifier?.reveal())
        #expect(first.state.utf8.count == 43)
    }

    @Test func stateAndVerifierComeFromTheGenerator() throws {
        var first = CountingGenerator()
        var second = CountingGenerator()
        let connection = try connection()
        let one = try connection.authorizationRequest(redirectURI: "x:y", using: &first)
        let other = try connection.authorizationRequest(redirectURI: "x:y", using: &second)
        #expect(one.url == other.url)
        #expect(one.codeVerifier == other.codeVerifier)
    }

    @Test func sendsTheChallengeOfItsVerifier() async throws {
        let request = try await connection().authorizationRequest(redirectURI: "x:y")
        let query = FormEncoding.decode(request.url.query(percentEncoded: true)!)
        #expect(query.contains(Parameter("code_challenge", PKCE.challenge(for: request.codeVerifier!))))
        #expect(query.contains(Parameter("code_challenge_method", "S256")))
        #expect(!request.url.absoluteString.contains(request.codeVerifier!.reveal()))
    }

    @Test func scopeAndAccessType() async throws {
        let query = try await query(["scope": ["a b", "c"], "access_type": "offline"])
        #expect(query.contains(Parameter("scope", "a b c")))
        #expect(query.contains(Parameter("access_type", "offline")))
        let url = try await connection(["scope": "read write"]).authorizationRequest(redirectURI: "x:y").url
        #expect(url.absoluteString.contains("scope=read%20write"))
    }

    @Test(arguments: ["", "  ", []] as [DefinitionValue])
    func sendsNoEmptyScope(scope: DefinitionValue) async throws {
        #expect(try await !query(["scope": scope]).contains { $0.name == "scope" })
    }

    @Test func parametersAreAddedRepeatedReplacedAndRemoved() async throws {
        let query = try await query([
            "access_type": "offline", "scope": "s",
            "authorize_params": [
                "resource": ["one", "two"], "prompt": "consent", "access_type": "online", "response_type": false,
                "max_age": 0, "flag": true,
            ],
        ])
        #expect(query.filter { $0.name == "resource" }.map(\.value) == ["one", "two"])
        #expect(query.filter { $0.name == "access_type" }.map(\.value) == ["online"])
        #expect(!query.contains { $0.name == "response_type" })
        #expect(query.contains(Parameter("max_age", "0")))
        #expect(query.contains(Parameter("flag", "true")))
        #expect(query.count { $0.name == "state" } == 1)
    }

    @Test(arguments: [
        ("https://a.example/x?tenant=a%2Fb&flag", "https://a.example/x?tenant=a%2Fb&flag&response_type=code"),
        ("https://a.example/x?response_type=token&k=v", "https://a.example/x?k=v&response_type=code"),
        ("https://a.example?", "https://a.example?response_type=code"),
        ("https://a.example/x?a=1&a=2", "https://a.example/x?a=1&a=2&response_type=code"),
    ])
    func mergesWithTheQueryOfTheURL(url: String, prefix: String) async throws {
        let request = try await connection(["authorization_url": .string(url)]).authorizationRequest(redirectURI: "x:y")
        #expect(request.url.absoluteString.hasPrefix(prefix), "\(request.url)")
    }

    @Test func aRefreshTokenGrantHasNoSignIn() async throws {
        let connection = try connection(
            ["grant": "refresh_token", "refresh_token": "r"], without: ["authorization_url"])
        let error = await #expect(throws: OAuthError.self) {
            try await connection.authorizationRequest(redirectURI: "x:y")
        }
        #expect(error?.kind == .config)
    }
}

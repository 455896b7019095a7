import Foundation
import Testing

@testable import OAuthClient
@testable import OAuthCore

@Suite struct PasswordSignInTests {
    private let fields: [String: DefinitionValue] = ["grant": "password", "username": "alice"]

    /// Knows one password; a wrong one gets the answer that a provider gives.
    private func endpoint(refusing: String = "invalid_grant") -> FakeTokenEndpoint {
        FakeTokenEndpoint { form in
            guard form["password"] == "right" else { return .json("{\"error\":\"\(refusing)\"}", status: 400) }
            return .json("{\"access_token\":\"a1\",\"expires_in\":3600}")
        }
    }

    @Test func asksAndKeepsOnlyTokens() async throws {
        let bench = SignInBench(console: FakeConsole(passwords: ["right"]), endpoint: endpoint())
        let connection = try google(fields)
        let token = try await bench.signIn(connection)
        #expect(token.accessToken.reveal() == "a1")
        #expect(await bench.isStored(connection))
        #expect(bench.endpoint.forms[0]["username"] == "alice")
        #expect(bench.browser.opened.isEmpty)
        // The password is gone: once the token has ended, somebody must be asked again.
        let error = await failure {
            try await bench.manager.token(for: connection, rejecting: token.accessToken)
        }
        #expect(error?.kind == .authorizationRequired)
        #expect(bench.endpoint.forms.count == 1)
    }

    @Test(arguments: ["invalid_grant", "invalid_request"])
    func aWrongPasswordCanBeCorrected(code: String) async throws {
        let bench = SignInBench(
            console: FakeConsole(passwords: ["wrong", "right"]), endpoint: endpoint(refusing: code))
        #expect(try await bench.signIn(google(fields)).accessToken.reveal() == "a1")
        #expect(await bench.console.text.contains(code))
        #expect(await !bench.console.text.contains("wrong"))
    }

    @Test func threeWrongOnesAreEnough() async throws {
        let bench = SignInBench(
            console: FakeConsole(passwords: ["1", "2", "3", "right"]), endpoint: endpoint())
        let error = await failure { try await bench.signIn(google(fields)) }
        #expect(error?.oauthError == "invalid_grant")
        #expect(error?.advice == "Check username and password")
        #expect(bench.endpoint.forms.count == 3)
    }

    @Test func anotherRefusalIsNoReasonToAskAgain() async throws {
        let bench = SignInBench(
            console: FakeConsole(passwords: ["right", "right"]),
            endpoint: FakeTokenEndpoint(.json("{\"error\":\"invalid_client\"}", status: 401)))
        #expect(await failure { try await bench.signIn(google(fields)) }?.oauthError == "invalid_client")
        #expect(bench.endpoint.forms.count == 1)
    }

    @Test(arguments: [[], [""]]) func withNobodyToAskTheCommandIsNamed(passwords: [String]) async throws {
        let bench = SignInBench(console: FakeConsole(passwords: passwords), endpoint: endpoint())
        let error = await failure { try await bench.signIn(google(fields)) }
        #expect(error?.kind == .authorizationRequired)
        #expect(error?.advice == "Run in a terminal: oauthlua authorize google")
        #expect(bench.endpoint.forms.isEmpty)
    }

    /// A password that the definition holds is not asked for, and `authorize` proves that it works.
    @Test func aGivenPasswordIsUsed() async throws {
        let bench = SignInBench(endpoint: endpoint())
        let connection = try google(fields.merging(["password": "right"]) { $1 })
        #expect(try await bench.signIn(connection).accessToken.reveal() == "a1")
        #expect(await bench.console.notes.isEmpty, "nothing is said about a missing refresh token: none is needed")
        #expect(try await bench.signIn(connection).accessToken.reveal() == "a1")
        #expect(bench.endpoint.forms.count == 2, "it proves it anew each time")
    }
}

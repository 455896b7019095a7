import Foundation
import Testing

@testable import OAuthClient
@testable import OAuthCore

/// Access tokens that renew themselves: Facebook, Instagram, Threads.
@Suite struct AccessTokenRenewalTests {
    private let settings: [String: DefinitionValue] = [
        "refresh_with": "access_token", "refresh_params": ["grant_type": "ig_refresh_token", "client_id": false],
    ]

    /// Obtained an hour ago.
    private func stored(endsIn seconds: Double?) -> Token { sampleToken(refresh: nil, endsIn: seconds) }

    private let answer = FakeAnswer.json("{\"access_token\":\"a2\",\"expires_in\":5184000}")

    @Test func aTokenIsRenewedBeforeItEnds() async throws {
        let bench = try Bench(stored(endsIn: 1000), endpoint: FakeTokenEndpoint(answer), connection: settings)
        #expect(try await bench.token().accessToken.reveal() == "a2")
        #expect(bench.endpoint.forms == [["grant_type": "ig_refresh_token", "access_token": "a1"]])
        #expect(await bench.store.token(for: bench.key)?.accessToken.reveal() == "a2")
    }

    @Test func atMostHalfOfItsLifeBeforeItEnds() async throws {
        let bench = try Bench(stored(endsIn: 4000), endpoint: FakeTokenEndpoint(answer), connection: settings)
        #expect(try await bench.token().accessToken.reveal() == "a1")
        #expect(bench.endpoint.forms.isEmpty)
        #expect(
            try await bench.manager.refresh(bench.connection).accessToken.reveal() == "a2",
            "it can be renewed at any time")
    }

    @Test func aTokenThatHasEndedNeedsAPerson() async throws {
        let bench = try Bench(stored(endsIn: -1), endpoint: FakeTokenEndpoint(answer), connection: settings)
        let error = await failure { try await bench.token() }
        #expect(error?.kind == .authorizationRequired)
        #expect(bench.endpoint.forms.isEmpty)
        #expect(try await bench.manager.status(for: bench.connection).state == .expired)
    }

    /// Instagram renews no token that is younger than a day: it is used as long as it lasts, and nobody asks again.
    @Test func aRefusalIsNoFailureWhileTheTokenLasts() async throws {
        let refusal = FakeAnswer.json(
            "{\"error\":{\"message\":\"Too young\",\"type\":\"OAuthException\"}}", status: 400)
        let bench = try Bench(stored(endsIn: 1000), endpoint: FakeTokenEndpoint(refusal), connection: settings)
        for _ in 0..<3 { #expect(try await bench.token().accessToken.reveal() == "a1") }
        #expect(bench.endpoint.forms.count == 1)
        let error = await failure { try await bench.token(rejecting: "a1") }
        #expect(error?.kind == .authorizationRequired)
        #expect(error?.message.contains("Too young") == true)
    }

    @Test func itCountsAsRefreshable() async throws {
        let bench = try Bench(stored(endsIn: 1000), endpoint: FakeTokenEndpoint(answer), connection: settings)
        let status = try await bench.manager.status(for: bench.connection)
        #expect(status.state == .authorized)
        #expect(status.isRenewable)
    }
}

@Suite struct TokenFactsTests {
    @Test func statusTellsOfMissingScopesAndKeptValues() async throws {
        var token = sampleToken(endsIn: 100, scope: ["b", "x"])
        token.kept = ["realmId": "42"]
        token.refreshTokenExpiresAt = instant.addingTimeInterval(5)
        let bench = try Bench(
            token, endpoint: FakeTokenEndpoint(.status(500)), connection: ["scope": "a b", "keep": ["realmId"]])
        let status = try await bench.manager.status(for: bench.connection)
        #expect(status.scope == ["b", "x"])
        #expect(status.missingScopes == ["a"])
        #expect(status.kept == ["realmId": "42"])
        #expect(status.refreshTokenExpiresAt == instant.addingTimeInterval(5))
    }

    @Test func whatIsKeptStaysThroughARefresh() async throws {
        var token = sampleToken()
        token.kept = ["realmId": "42", "api": "old"]
        let endpoint = FakeTokenEndpoint(.json("{\"access_token\":\"a2\",\"api\":\"new\"}"))
        let bench = try Bench(
            token, endpoint: endpoint,
            connection: [
                "keep": ["realmId", "api"], "refresh_params": ["realm": "{realmId}", "old": "{access_token}"],
            ])
        #expect(try await bench.token().kept == ["realmId": "42", "api": "new"])
        #expect(endpoint.forms[0]["realm"] == "42")
        #expect(endpoint.forms[0]["old"] == "a1")
    }
}

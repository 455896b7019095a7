import Foundation
import Testing

@testable import OAuthCore

@Suite struct IDTokenTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var changes: [String: JSONValue]
        /// Part of what the person is told; nil where all is well.
        var refusal: String?

        init(_ name: String, _ changes: [String: JSONValue], _ refusal: String?) {
            testDescription = name
            self.changes = changes
            self.refusal = refusal
        }
    }

    /// ``moment`` is 1 700 000 000.
    static let cases = [
        Case("as it should be", [:], nil),
        Case("another issuer", ["iss": .string("https://attacker.example")], "not by 'https://server.example.com'"),
        Case("an issuer with one slash more", ["iss": .string("https://server.example.com/")], "not by"),
        Case("no issuer", ["iss": .null], "(iss)"),
        Case("another audience", ["aud": .string("another")], "not for the client id 's6BhdRkqt3'"),
        Case("no audience", ["aud": .null], "(aud)"),
        Case("a list of us", ["aud": .array([.string("s6BhdRkqt3")])], nil),
        Case("a list without us", ["aud": .array([.string("a"), .string("b")])], "is for 'a', 'b'"),
        Case("several audiences, no azp", ["aud": .array([.string("s6BhdRkqt3"), .string("b")])], "(azp)"),
        Case(
            "several audiences and azp",
            ["aud": .array([.string("s6BhdRkqt3"), .string("b")]), "azp": .string("s6BhdRkqt3")],
            nil),
        Case("azp is another", ["azp": .string("another")], "another client"),
        Case("azp is no string", ["azp": .integer(1)], "another client"),
        Case("ended long ago", ["exp": .integer(1_699_990_000)], "ended 2 hours ago"),
        Case("ended within what clocks may differ", ["exp": .integer(1_699_999_800)], nil),
        Case("ended a bit earlier", ["exp": .integer(1_699_999_700)], "ended 300 seconds ago"),
        Case("no end", ["exp": .null], "(exp)"),
        Case("an end that is text", ["exp": .string("1700000600")], "(exp)"),
        Case("from the future", ["iat": .integer(1_700_000_301)], "was issued 301 seconds in the future"),
        Case("from the near future", ["iat": .integer(1_700_000_300)], nil),
        Case("fractions of a second", ["iat": .number(1_700_000_000.5)], nil),
        Case("no time of issue", ["iat": .null], "(iat)"),
        Case("valid later", ["nbf": .integer(1_700_009_000)], "in the future"),
        Case("another nonce", ["nonce": .string("another")], "nonce is not ours"),
        Case("no nonce", ["nonce": .null], "nonce is not ours"),
        Case("the at_hash of another token", ["at_hash": .string("LDktKdoQak3Pk0cnXxCltA")], "at_hash"),
        Case("an at_hash that is no string", ["at_hash": .integer(7)], "at_hash"),
        Case("no at_hash", ["at_hash": .null], nil),
        Case("nobody", ["sub": .null], "(sub)"),
        Case("an empty sub", ["sub": .string("")], "(sub)"),
    ]

    @Test(arguments: cases) func claimsAreJudged(_ row: Case) async throws {
        let provider = try await IDTokens()
        let refusal = try await provider.refusal(of: provider.idToken(row.changes))
        if let expected = row.refusal {
            #expect(refusal?.contains(expected) == true, "\(refusal ?? "accepted")")
        } else {
            #expect(refusal == nil)
        }
    }

    /// For providers whose issuer is another for every account, a definition has `jwks_url` and no `issuer`.
    @Test func withoutAnIssuerInTheDefinitionAnyWillDo() async throws {
        let provider = try await IDTokens()
        let rules = IDTokenRules(try connection(), nonce: IDTokens.nonce)
        var claims = IDTokens.claims
        claims["iss"] = .string("https://login.example/tenant/v2.0")
        #expect(throws: Never.self) { try rules.check(header: ["alg": .string("ES256")], claims: claims, now: moment) }
        #expect(provider.key.algorithm == .ES256)
    }

    /// OpenID Connect Core §12.2.
    @Test(arguments: [
        Case("the same person", ["nonce": .null], nil),
        Case("somebody else", ["sub": .string("another"), "nonce": .null], "its sub has changed"),
        Case("another nonce", ["nonce": .string("another")], "its nonce has changed"),
        Case("another issuer", ["iss": .string("https://attacker.example")], "not by"),
    ]) func afterARefresh(_ row: Case) async throws {
        let provider = try await IDTokens()
        let refusal = try await provider.refusal(of: provider.idToken(row.changes), previous: IDTokens.claims)
        #expect(row.refusal.map { refusal?.contains($0) == true } ?? (refusal == nil), "\(refusal ?? "accepted")")
    }

    /// OpenID Connect Core, appendix A.3 and A.4; the others by their definition.
    @Test func atHashes() {
        let token = IDTokens.accessToken
        #expect(IDTokenRules.leftHalf(of: token, .RS256) == "77QmUPtjPfzWtF2AnpK9RQ")
        let code = Redacted("Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk")
        #expect(IDTokenRules.leftHalf(of: code, .ES256) == "LDktKdoQak3Pk0cnXxCltA")
        let lengths = [SigningAlgorithm.PS256, .ES384, .RS512, .EdDSA].map {
            IDTokenRules.leftHalf(of: token, $0).count
        }
        #expect(lengths == [22, 32, 43, 43])
    }

    @Test(
        arguments: [
            (["RS256", "ES256"] as DefinitionValue, nil), ("HS256 ES256", nil), ("none", "anyone can make tokens"),
            (["RS256", "none"], "anyone can make tokens"), ("RS265", "'RS265'"),
        ] as [(DefinitionValue, String?)]) func algorithmsAreCheckedInTheDefinition(
            _ value: DefinitionValue, _ problem: String?
        )
    {
        let error = definitionError(["id_token_algs": value])
        #expect(problem.map { error?.message.contains($0) == true } ?? (error == nil))
    }

    @Test func theLogoutAddressHasNoIDToken() throws {
        let connection = try connection(["end_session_url": "https://server.example.com/end?x=1"])
        let url = connection.logoutURL([Parameter("state", "a b")])
        #expect(url?.absoluteString == "https://server.example.com/end?x=1&client_id=s6BhdRkqt3&state=a%20b")
        #expect(connection.logoutURL([Parameter("client_id", "other")])?.query() == "x=1&client_id=other")
        #expect(try OAuthCoreTests.connection().logoutURL() == nil)
    }
}

import Foundation
import Testing

@testable import OAuthCore

@Suite struct JWTBearerTests {
    private func assertion(_ changes: [String: DefinitionValue], without: Set<String> = []) async throws -> (
        jws: JWS, sent: [Parameter]
    ) {
        let connection = try connection(
            changes.merging(["grant": "jwt_bearer"]) { $1 }, without: without.union(["authorization_url"]))
        let draft = try #require(try await connection.grantRequest(now: moment))
        let sent = fields(try await connection.completed(draft, now: moment))
        let text = try #require(sent.first { $0.name == "assertion" }?.value)
        return (try JWS(text), sent)
    }

    private static func pem(_ name: String) throws -> DefinitionValue { .string(try Vectors.key(name).reveal()) }

    /// RFC 7523 §2.1, §3 and §4.
    @Test func signsTheAssertionOfRFC7523() async throws {
        let example = try Vectors.json("rfc7523")
        let (jws, sent) = try await assertion([
            "private_key": Self.pem("ec-prime256v1-pkcs8"), "key_id": "16",
            "assertion_audience": "https://jwt-rp.example.net",
            "subject": "mailto:mike@example.com",
            "assertion_claims": [
                "iss": "https://jwt-idp.example.com", "nbf": 1_300_815_780, "exp": 1_300_819_380,
                "http://claims.example.com/member": true,
            ],
        ])
        #expect(sent.first == Parameter("grant_type", example["grant_type"]?.text ?? ""))
        #expect(jws.header["alg"] == example["header"]?["alg"])
        #expect(jws.header["kid"] == example["header"]?["kid"])
        var claims = try jws.unverifiedClaims()
        for added in ["iat", "jti"] { claims[added] = nil }
        #expect(.object(claims) == example["claims"])
    }

    @Test func whatIsNotGivenHasASensibleDefault() async throws {
        let (jws, sent) = try await assertion(["private_key": Self.pem("rsa-pkcs1"), "scope": "read"])
        let claims = try jws.unverifiedClaims()
        #expect(claims["iss"]?.text == "s6BhdRkqt3")
        #expect(claims["sub"]?.text == "s6BhdRkqt3")
        #expect(claims["aud"]?.text == "https://server.example.com/token")
        #expect(claims["iat"] == .integer(1_699_999_990))
        #expect(claims["exp"] == .integer(1_700_000_290))
        #expect(claims["scope"] == nil)
        #expect(sent.contains(Parameter("scope", "read")))
        #expect(jws.header["typ"]?.text == "JWT")
        let key = try await SigningKey.make(try Vectors.key("rsa-pkcs1"))
        let keys = try #require(KeySet(JSONValue.object(["keys": .array([key.publicJWK])])))
        try await keys.verify(jws, allowing: [.RS256])
        let again = try await assertion(["private_key": Self.pem("rsa-pkcs1")]).jws.unverifiedClaims()
        #expect(again["jti"] != claims["jti"])
    }

    /// Box takes no assertion that may be used for longer than a minute.
    @Test func theLifetimeCanBeSet() async throws {
        let claims = try await assertion(["private_key": Self.pem("rsa-pkcs1"), "assertion_lifetime": 45]).jws
            .unverifiedClaims()
        #expect(claims["exp"] == .integer(1_700_000_035))
    }

    @Test func aReadyAssertionIsSentAsItIs() async throws {
        let connection = try connection(
            ["grant": "jwt_bearer", "assertion": "a.b.c\n"], without: ["client_id", "client_secret"])
        let draft = try #require(try await connection.grantRequest(now: moment))
        #expect(
            fields(try await connection.completed(draft, now: moment)) == [
                Parameter("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), Parameter("assertion", "a.b.c"),
            ])
    }

    @Test(arguments: [("RS999", "field 'signing_alg'"), ("ES256", "cannot sign with ES256")])
    func aKeyThatCannotSignIsSaid(algorithm: String, words: String) async throws {
        do {
            _ = try await assertion(["private_key": Self.pem("rsa-pkcs1"), "signing_alg": .string(algorithm)])
            Issue.record("it signed")
        } catch let error as OAuthError {
            #expect(error.kind == .config)
            #expect(error.connection == "rfc")
            #expect(error.message.contains(words), "\(error)")
        }
    }

    // MARK: - Service accounts

    private static func account(_ changes: [String: String] = [:]) throws -> DefinitionValue {
        let fields: [String: JSONValue] = [
            "type": .string("service_account"), "project_id": .string("p"), "private_key_id": .string("k1"),
            "private_key": .string(try Vectors.key("rsa-pkcs8").reveal()),
            "client_email": .string("robot@p.iam.gserviceaccount.com"), "client_id": .string("1234"),
            "token_uri": .string("https://oauth2.googleapis.com/token"),
        ]
        return .string(JSONValue.object(fields.merging(changes.mapValues { .string($0) }) { $1 }).encoded())
    }

    private let noClient: Set<String> = ["client_id", "client_secret", "token_url"]

    @Test func aServiceAccountSaysTheRest() async throws {
        let (jws, sent) = try await assertion(
            ["service_account": Self.account(), "scope": ["a", "b"]], without: noClient)
        #expect(sent.map(\.name) == ["grant_type", "assertion"])
        #expect(jws.header["kid"]?.text == "k1")
        #expect(jws.header["alg"]?.text == "RS256")
        #expect(
            try jws.unverifiedClaims() == [
                "iss": .string("robot@p.iam.gserviceaccount.com"),
                "aud": .string("https://oauth2.googleapis.com/token"), "scope": .string("a b"),
                "iat": .integer(1_699_999_990), "exp": .integer(1_700_003_590),
            ])
        let onBehalf = try await assertion(
            ["service_account": Self.account(), "subject": "ann@p.example"], without: noClient)
        #expect(try onBehalf.jws.unverifiedClaims()["sub"]?.text == "ann@p.example")
    }

    @Test func itsTokensAreItsOwn() throws {
        func connection(_ changes: [String: DefinitionValue]) throws -> Connection {
            try OAuthCoreTests.connection(changes.merging(["grant": "jwt_bearer"]) { $1 }, without: noClient)
        }
        let plain = try connection(["service_account": Self.account()])
        #expect(plain.endpoints.token?.absoluteString == "https://oauth2.googleapis.com/token")
        let key = plain.tokenKey(profile: "default")
        #expect(key.clientID == "robot@p.iam.gserviceaccount.com")
        #expect(key.provider == "https://oauth2.googleapis.com/token")
        let other = try connection(["service_account": Self.account(["client_email": "other@p.example"])])
        #expect(other.tokenKey(profile: "default") != key)
        let subject = try connection(["service_account": Self.account(), "subject": "ann@p.example"])
        #expect(subject.tokenKey(profile: "default") != key)
    }

    static let others: [(text: String, words: String, advice: String)] = [
        ("{\"installed\":{\"client_id\":\"x\"}}", "an OAuth client", "client_secret"),
        ("{\"web\":{\"client_id\":\"x\"}}", "an OAuth client", "client_secret"),
        ("{\"type\":\"authorized_user\",\"refresh_token\":\"x\"}", "a person's login", "grant = 'refresh_token'"),
        ("{\"type\":\"external_account\"}", "'external_account'", "service account"),
        ("{\"type\":\"service_account\",\"private_key\":\"x\"}", "no client_email", "new JSON key"),
        ("{\"type\":\"service_account\",\"client_email\":\"x\"}", "no private_key", "new JSON key"),
        ("{not json", "not JSON", "key file"),
        ("{\"client_email\":\"a\",\"private_key\":\"b\"}", "no token_url", "token_uri"),
    ]

    @Test(arguments: others) func anotherFileIsNamed(text: String, words: String, advice: String) throws {
        let error = definitionError(
            ["grant": "jwt_bearer", "service_account": .string(text)], without: noClient)
        #expect(error?.kind == .config)
        #expect(error?.connection == "rfc")
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "no error")")
        #expect(error?.advice?.contains(advice) == true, "\(error?.advice ?? "no advice")")
    }

    @Test func itsTokenURLIsCheckedLikeOurs() throws {
        let error = definitionError(
            ["grant": "jwt_bearer", "service_account": try Self.account(["token_uri": "http://evil.example/"])],
            without: noClient)
        #expect(error?.message.contains("plain http") == true)
    }
}

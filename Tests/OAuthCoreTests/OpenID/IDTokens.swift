import Foundation

@testable import OAuthCore

/// A provider that makes ID tokens for the client of RFC 6749's examples.
struct IDTokens {
    static let issuer = "https://server.example.com"
    static let nonce = "n-0S6_WzA2Mj"
    /// OpenID Connect Core, appendix A.
    static let accessToken = Redacted("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y")

    let key: SigningKey
    var keys: KeySet { KeySet(.object(["keys": .array([key.publicJWK])]))! }

    init(_ algorithm: SigningAlgorithm = .ES256, keyID: String? = "1") async throws {
        let key = try await SigningKey.generate(algorithm)
        self.key = try await SigningKey.make(key.text, algorithm: algorithm, keyID: keyID)
    }

    static let claims: [String: JSONValue] = [
        "iss": .string(issuer), "sub": .string("248289761001"), "aud": .string("s6BhdRkqt3"),
        "exp": .integer(1_700_000_600), "iat": .integer(1_700_000_000), "nonce": .string(nonce),
        "at_hash": .string("77QmUPtjPfzWtF2AnpK9RQ"),
    ]

    /// A null leaves a claim out.
    func idToken(_ changes: [String: JSONValue] = [:]) throws -> String {
        let claims = Self.claims.merging(changes) { $1 }.filter { $0.value != .null }
        return try key.sign(header: ["typ": .string("JWT")], claims: claims)
    }

    /// What becomes of an ID token: nil where all is well.
    func refusal(
        of idToken: String, _ fields: [String: DefinitionValue] = [:], previous: [String: JSONValue]? = nil,
        keys: KeySet? = nil, now: Date = moment
    ) async throws -> String? {
        let connection = try connection(["issuer": .string(Self.issuer)].merging(fields) { $1 })
        let rules = IDTokenRules(
            connection, nonce: previous == nil ? Self.nonce : nil, previous: previous, accessToken: Self.accessToken)
        do {
            let (header, claims) = try await (keys ?? self.keys).verify(
                idToken, allowing: connection.idTokenAlgorithms, secret: connection.client.secret)
            try rules.check(header: header, claims: claims, now: now)
            return nil
        } catch let failure as JWSFailure {
            return OAuthError.idTokenRefused(failure, connection: connection).message
        } catch let error as OAuthError {
            return error.message
        }
    }
}

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A JWT by which a client proves who it is (RFC 7523 §2.2 and §3, OpenID Connect Core §9).
struct ClientAssertion: Sendable {
    /// What `client_assertion_type` says of it.
    static let type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    /// In seconds: no provider is known to refuse so many, and a clock may be wrong by nearly as much.
    static let lifetime: Int64 = 300

    /// Its issuer and its subject.
    var clientID: String
    /// Who it is for: the token endpoint's URL, or what the provider wants instead.
    var audience: String
    /// Never used twice.
    var id: String
    var issuedAt: Date

    var claims: [String: JSONValue] {
        let now = Int64(issuedAt.timeIntervalSince1970)
        return [
            "iss": .string(clientID), "sub": .string(clientID), "aud": .string(audience), "jti": .string(id),
            "iat": .integer(now), "exp": .integer(now + Self.lifetime),
        ]
    }
}

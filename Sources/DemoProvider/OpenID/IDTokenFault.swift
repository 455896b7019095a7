/// What is wrong with an ID token, or with a signed authorization response, on purpose: a client has to refuse each.
enum IDTokenFault: String, Sendable, CaseIterable {
    case wrongAudience = "wrong_aud"
    /// `aud` names the client and others, and `azp` is another's.
    case wrongParty = "wrong_azp"
    case expired
    case wrongIssuer = "wrong_iss"
    case badSignature = "bad_signature"
    /// Signed by HMAC with the bytes of the public RSA key: what a client does that trusts `alg`.
    case hs256WithPublicKey = "hs256_with_public_key"
    case unsigned = "alg_none"
    case unknownKey = "unknown_kid"
    case wrongNonce = "wrong_nonce"
    case noNonce = "no_nonce"
    case futureIssue = "future_iat"
    case wrongHash = "wrong_at_hash"
    case noSubject = "no_sub"

    func spoil(_ claims: JSON, now: Int) -> JSON {
        switch self {
        case .wrongAudience: claims.with("aud", "somebody-else").with("azp", nil)
        case .wrongParty:
            claims.with("aud", .list([claims["aud"] ?? .null, "somebody-else"])).with("azp", "somebody-else")
        case .expired: claims.with("iat", .integer(now - 7200)).with("exp", .integer(now - 3600))
        case .wrongIssuer: claims.with("iss", "https://issuer.example.org")
        case .wrongNonce: claims.with("nonce", "another-nonce")
        case .noNonce: claims.with("nonce", nil)
        case .futureIssue: claims.with("iat", .integer(now + 7200)).with("exp", .integer(now + 10_800))
        case .wrongHash: claims.with("at_hash", "AAAAAAAAAAAAAAAAAAAAAA")
        case .noSubject: claims.with("sub", nil)
        case .badSignature, .hs256WithPublicKey, .unsigned, .unknownKey: claims
        }
    }
}

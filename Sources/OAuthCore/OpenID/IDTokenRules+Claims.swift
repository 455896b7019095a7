import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The steps of OpenID Connect Core §3.1.3.7, by their numbers there.
extension IDTokenRules {
    /// 2.
    func checkIssuer(_ claims: [String: JSONValue]) throws(OAuthError) {
        guard let claimed = claims["iss"]?.text, !claimed.isEmpty else {
            throw refusal("does not say who issued it (iss)")
        }
        guard let issuer, claimed != issuer else { return }
        throw refusal(
            "was issued by '\(VisibleText.of(claimed, limit: 200))', not by '\(issuer)'",
            advice:
                "If the provider is right, correct the field issuer; if its issuer is another for every account, leave "
                + "issuer out and write jwks_url")
    }

    /// 3 to 5.
    func checkAudience(_ claims: [String: JSONValue]) throws(OAuthError) {
        let audiences: [String]
        switch claims["aud"] {
        case .string(let text): audiences = [text]
        case .array(let items): audiences = items.compactMap(\.text)
        default: audiences = []
        }
        guard audiences.contains(clientID) else {
            let shown = audiences.prefix(5).map { "'\(VisibleText.of($0, limit: 80))'" }.joined(separator: ", ")
            throw refusal(
                shown.isEmpty
                    ? "does not say for whom it is (aud)" : "is for \(shown), not for the client id '\(clientID)'",
                advice: "Check the client_id")
        }
        guard let party = claims["azp"] else {
            if audiences.count == 1 { return }
            throw refusal("is for several clients and does not say which of them asked for it (azp)")
        }
        guard party.text == clientID else {
            throw refusal(
                "was issued to another client: '\(VisibleText.of(party.text ?? "", limit: 80))' (azp)",
                advice: "Check the client_id")
        }
    }

    /// 9 and 10, and `nbf` (RFC 7519 §4.1.5).
    func checkTimes(_ claims: [String: JSONValue], _ now: Date) throws(OAuthError) {
        let advice = "Check the clock of this computer"
        guard let end = Self.date(claims["exp"]) else { throw refusal("does not say when it ends (exp)") }
        guard let start = Self.date(claims["iat"]) else { throw refusal("does not say when it was issued (iat)") }
        guard now < end.addingTimeInterval(Self.leeway) else {
            throw refusal("ended \(Self.distance(end, now)) ago", advice: advice)
        }
        for (time, what) in [(start, "was issued"), (Self.date(claims["nbf"]) ?? start, "begins")] {
            guard time.timeIntervalSince(now) <= Self.leeway else {
                throw refusal("\(what) \(Self.distance(now, time)) in the future", advice: advice)
            }
        }
    }

    /// §3.1.3.6: `at_hash` ties the access token to the ID token. Optional where both come from the token endpoint.
    func checkHash(_ header: [String: JSONValue], _ claims: [String: JSONValue]) throws(OAuthError) {
        guard let claimed = claims["at_hash"], let accessToken else { return }
        guard let algorithm = header["alg"]?.text.flatMap(SigningAlgorithm.init),
            claimed.text == Self.leftHalf(of: accessToken, algorithm)
        else {
            throw refusal(
                "belongs to another access token: its at_hash is not that of ours", advice: "Sign in again")
        }
    }

    /// With the hash function of the signature's algorithm; for Ed25519 that is SHA-512 (RFC 8032 §5.1).
    static func leftHalf(of token: Redacted<String>, _ algorithm: SigningAlgorithm) -> String {
        let bytes = Array(token.reveal().utf8)
        let hash: [UInt8]
        switch algorithm {
        case .RS256, .PS256, .ES256, .HS256: hash = Array(SHA256.hash(data: bytes))
        case .RS384, .PS384, .ES384, .HS384: hash = Array(SHA384.hash(data: bytes))
        case .RS512, .PS512, .ES512, .HS512, .EdDSA: hash = Array(SHA512.hash(data: bytes))
        }
        return Base64URL.encode(hash.prefix(hash.count / 2))
    }

    /// Seconds since 1970 (RFC 7519 §2, NumericDate).
    private static func date(_ value: JSONValue?) -> Date? {
        switch value {
        case .integer(let seconds): Date(timeIntervalSince1970: Double(seconds))
        case .number(let seconds) where seconds.isFinite: Date(timeIntervalSince1970: seconds)
        default: nil
        }
    }

    private static func distance(_ from: Date, _ to: Date) -> String {
        let seconds = to.timeIntervalSince(from)
        if seconds < 7200 { return "\(Int(max(0, seconds))) seconds" }
        return seconds < 1e10 ? "\(Int(seconds / 3600)) hours" : "ages"
    }
}

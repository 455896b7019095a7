import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What shows that whoever sends a request holds the key that the token is bound to (RFC 9449 §4).
public enum DPoPProof {
    /// The one algorithm that keys are made for: RFC 9449 names none, and every server that speaks DPoP takes it.
    public static let algorithm = SigningAlgorithm.ES256

    /// A new key for one login.
    public static func key() async throws(OAuthError) -> SigningKey { try await SigningKey.generate(algorithm) }

    /// The value of the `DPoP` header of one request; no two are the same.
    /// - Parameters:
    ///   - method: in capitals.
    ///   - url: where the request goes; its query and fragment are left out (§4.2).
    ///   - token: the access token that the request carries: none at the token endpoint.
    ///   - nonce: the last one that the server gave (§8).
    ///   - now: the time by the server's clock.
    /// - Throws: an error of kind `config` for a key that cannot sign.
    public static func make(
        key: SigningKey, method: String, url: URL, token: Redacted<String>? = nil, nonce: String?, now: Date
    ) throws(OAuthError) -> String {
        var generator = SystemRandomNumberGenerator()
        return try make(key: key, method: method, url: url, token: token, nonce: nonce, now: now, using: &generator)
    }

    static func make(
        key: SigningKey, method: String, url: URL, token: Redacted<String>? = nil, nonce: String?, now: Date,
        using generator: inout some RandomNumberGenerator
    ) throws(OAuthError) -> String {
        var claims: [String: JSONValue] = [
            // 128 bits: §4.2 wants at least 96, or a version 4 UUID.
            "jti": .string(RandomText.make(bytes: 16, using: &generator)),
            "htm": .string(method), "htu": .string(target(url)),
            "iat": .integer(Int64(now.timeIntervalSince1970.rounded(.down))),
        ]
        if let token { claims["ath"] = .string(hash(of: token)) }
        if let nonce { claims["nonce"] = .string(nonce) }
        return try key.sign(header: ["typ": .string("dpop+jwt"), "jwk": key.publicJWK], claims: claims)
    }

    /// `ath`: what binds a proof to one access token (§4.2).
    static func hash(of token: Redacted<String>) -> String {
        Base64URL.encode(SHA256.hash(data: Array(token.reveal().utf8)))
    }

    /// `htu`: normalized (RFC 3986 §6.2.2, §6.2.3), since not every server does that before it compares (§4.3).
    static func target(_ url: URL) -> String {
        guard let origin = Origin(url) else { return url.absoluteString }
        let path = url.path(percentEncoded: true)
        return origin.description + (path.isEmpty ? "/" : path)
    }
}

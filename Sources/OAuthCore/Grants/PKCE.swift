import Crypto

/// Proof Key for Code Exchange (RFC 7636), method S256.
public enum PKCE {
    /// A fresh code verifier: 256 random bits, 43 characters (§4.1).
    public static func verifier() -> Redacted<String> {
        var generator = SystemRandomNumberGenerator()
        return verifier(using: &generator)
    }

    static func verifier(using generator: inout some RandomNumberGenerator) -> Redacted<String> {
        Redacted(RandomText.make(using: &generator))
    }

    /// BASE64URL(SHA256(ASCII(verifier))) (§4.2).
    public static func challenge(for verifier: Redacted<String>) -> String {
        Base64URL.encode(SHA256.hash(data: Array(verifier.reveal().utf8)))
    }
}

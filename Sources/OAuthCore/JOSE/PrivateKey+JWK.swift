import Crypto
import CryptoExtras

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension PrivateKey {
    /// The JWK that a text is, also as a JWK set of one key; nil for text that does not begin like JSON.
    static func jwk(in text: Redacted<String>) throws(OAuthError) -> JSONValue? {
        guard text.reveal().first(where: { !$0.isWhitespace }) == "{" else { return nil }
        guard let value = JSONValue(text.reveal().utf8) else {
            throw OAuthError(
                .config, "the text that should be a JWK is not JSON", advice: "Give the whole JWK, unchanged")
        }
        guard case .array(let keys) = value["keys"] else { return value }
        guard keys.count == 1 else {
            throw OAuthError(
                .config, "the JWK set holds \(keys.count) keys, and it is not said which one signs",
                advice: "Give the JWK of one private key")
        }
        return keys[0]
    }

    /// Reads the private key of a JWK (RFC 7518 §6, RFC 8037 §2).
    init(jwk: JSONValue) throws(OAuthError) {
        guard let d = jwk["d"]?.text.flatMap({ Base64URL.decode($0) }) else {
            throw OAuthError(
                .config, "the JWK has no private member d, so that it is a public key",
                advice: "Give the JWK of the private key")
        }
        switch (jwk["kty"]?.text, jwk["crv"]?.text) {
        case ("RSA", _): self = try .rsa(jwk, d: d)
        case ("EC", "P-256"):
            self = .p256(try Self.checked { try P256.Signing.PrivateKey(rawRepresentation: Self.padded(d, to: 32)) })
        case ("EC", "P-384"):
            self = .p384(try Self.checked { try P384.Signing.PrivateKey(rawRepresentation: Self.padded(d, to: 48)) })
        case ("EC", "P-521"):
            self = .p521(try Self.checked { try P521.Signing.PrivateKey(rawRepresentation: Self.padded(d, to: 66)) })
        case ("OKP", "Ed25519"):
            self = .ed25519(try Self.checked { try Curve25519.Signing.PrivateKey(rawRepresentation: d) })
        case (let type, let curve):
            let name = VisibleText.of([type, curve].compactMap(\.self).joined(separator: " "), limit: 40)
            throw OAuthError(
                .config, "the JWK is of a type that cannot sign here: \(name.isEmpty ? "no kty" : name)",
                advice: "Use RSA, EC on P-256, P-384 or P-521, or OKP on Ed25519")
        }
        // A public part of another key would be published and thumbprinted in the place of the right one.
        for name in ["x", "y"] {
            guard let given = jwk[name]?.text, let own = publicMembers[name]?.text else { continue }
            let bytes = Base64URL.decode(given).map { Self.padded($0, to: Base64URL.decode(own)?.count ?? 0) }
            guard bytes.map(Base64URL.encode) == own else { throw Self.unreadable }
        }
    }

    /// The private key as ``init(jwk:)`` reads it; nil for RSA, whose numbers the library does not give.
    var jwk: [String: JSONValue]? {
        let d: Data
        switch self {
        case .rsa: return nil
        case .p256(let key): d = key.rawRepresentation
        case .p384(let key): d = key.rawRepresentation
        case .p521(let key): d = key.rawRepresentation
        case .ed25519(let key): d = key.rawRepresentation
        }
        return publicMembers.merging(["d": .string(Base64URL.encode(d))]) { $1 }
    }

    private static func rsa(_ jwk: JSONValue, d: [UInt8]) throws(OAuthError) -> PrivateKey {
        func number(_ name: String) -> [UInt8]? { jwk[name]?.text.flatMap { Base64URL.decode($0) } }
        guard let n = number("n"), let e = number("e") else { throw unreadable }
        let significant = n.drop { $0 == 0 }
        try checkStrength(bits: significant.count * 8 - (significant.first?.leadingZeroBitCount ?? 0))
        // The library would find them by factoring, which ends the program, or never ends, with numbers that are no key's.
        guard let p = number("p"), let q = number("q") else {
            throw OAuthError(
                .config, "the JWK of the RSA key has no primes (p and q)",
                advice: "Export it with all its members (RFC 7518 §6.3.2), or as PEM")
        }
        return .rsa(try checked { try _RSA.Signing.PrivateKey(n: n, e: e, d: d, p: p, q: q) })
    }

    private static func checked<Key>(_ read: () throws -> Key) throws(OAuthError) -> Key {
        do { return try read() } catch { throw unreadable }
    }

    /// Leading zeros that some writers leave out.
    private static func padded(_ bytes: [UInt8], to count: Int) -> [UInt8] {
        Array(repeating: 0, count: max(0, count - bytes.count)) + bytes
    }

    private static var unreadable: OAuthError {
        OAuthError(
            .config, "the JWK's numbers are not those of one private key", advice: "Export the key again, unchanged")
    }
}

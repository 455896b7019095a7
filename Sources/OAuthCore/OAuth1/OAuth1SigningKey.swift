import Crypto
import CryptoExtras

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension OAuth1 {
    /// What makes signatures, ready to be used many times (RFC 5849 §3.4.2 to §3.4.4).
    struct SigningKey: Sendable {
        private enum Key: Sendable {
            // With the key's blocks hashed already: each signature starts from a copy.
            case hmacSHA1(HMAC<Insecure.SHA1>)
            case hmacSHA256(HMAC<SHA256>)
            case hmacSHA512(HMAC<SHA512>)
            case rsaSHA1(_RSA.Signing.PrivateKey)
            case rsaSHA256(_RSA.Signing.PrivateKey)
            case rsaSHA512(_RSA.Signing.PrivateKey)
            case plaintext(Redacted<String>)
        }

        private let key: Key

        /// - Parameter privateKey: for the RSA methods, of 1024 bits or more: providers of that age gave such keys.
        /// - Returns: nil where the method needs a private key and there is none.
        init?(
            _ method: SignatureMethod, clientSecret: Redacted<String>?, tokenSecret: Redacted<String>?,
            privateKey: _RSA.Signing.PrivateKey?
        ) {
            // An absent secret is an empty one, and the `&` stays (§3.4.2).
            var secrets = PercentEncoding.encode(clientSecret?.reveal() ?? "")
            secrets.append(UInt8(ascii: "&"))
            PercentEncoding.append(tokenSecret?.reveal() ?? "", to: &secrets)
            switch (method, privateKey) {
            case (.hmacSHA1, _): key = .hmacSHA1(HMAC(key: SymmetricKey(data: secrets)))
            case (.hmacSHA256, _): key = .hmacSHA256(HMAC(key: SymmetricKey(data: secrets)))
            case (.hmacSHA512, _): key = .hmacSHA512(HMAC(key: SymmetricKey(data: secrets)))
            case (.plaintext, _): key = .plaintext(Redacted(String(decoding: secrets, as: UTF8.self)))
            case (.rsaSHA1, let privateKey?): key = .rsaSHA1(privateKey)
            case (.rsaSHA256, let privateKey?): key = .rsaSHA256(privateKey)
            case (.rsaSHA512, let privateKey?): key = .rsaSHA512(privateKey)
            case (.rsaSHA1, nil), (.rsaSHA256, nil), (.rsaSHA512, nil): return nil
            }
        }

        /// The value of `oauth_signature`, not yet percent-encoded.
        /// - Throws: what the cryptography says of a private key that it cannot use.
        func signature(of baseString: [UInt8]) throws -> String {
            switch key {
            case .hmacSHA1(let mac): Self.authenticate(baseString, mac)
            case .hmacSHA256(let mac): Self.authenticate(baseString, mac)
            case .hmacSHA512(let mac): Self.authenticate(baseString, mac)
            case .rsaSHA1(let key): try Self.sign(Insecure.SHA1.hash(data: baseString), key)
            case .rsaSHA256(let key): try Self.sign(SHA256.hash(data: baseString), key)
            case .rsaSHA512(let key): try Self.sign(SHA512.hash(data: baseString), key)
            case .plaintext(let secrets): secrets.reveal()
            }
        }

        private static func authenticate<Hash>(_ bytes: [UInt8], _ mac: HMAC<Hash>) -> String {
            var mac = mac
            mac.update(data: bytes)
            return Data(mac.finalize()).base64EncodedString()
        }

        /// RSASSA-PKCS1-v1_5 (§3.4.3).
        private static func sign(_ digest: some Digest, _ key: _RSA.Signing.PrivateKey) throws -> String {
            try key.signature(for: digest, padding: .insecurePKCS1v1_5).rawRepresentation.base64EncodedString()
        }
    }
}

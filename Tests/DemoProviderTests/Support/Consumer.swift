import Crypto
import CryptoExtras
import Foundation
import NIOHTTP1
import Testing

@testable import DemoProvider

/// Signs as an OAuth 1.0a client does, by a base string that the test spells out itself.
struct Consumer: Sendable {
    var method = "HMAC-SHA1"
    var token: (name: String, secret: String)?
    var rsa: _RSA.Signing.PrivateKey?
    var timestamp = Signer.now
    var nonce = UUID().uuidString
    var realm: String?
    var more: [String: String] = [:]

    /// RFC 3986, over bytes, by Foundation.
    static func escape(_ text: String) -> String {
        let unreserved = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    func parameters(_ verb: String, _ url: String, _ others: [(String, String)] = []) throws -> [(String, String)] {
        var oauth = [
            "oauth_consumer_key": "demo-consumer", "oauth_signature_method": method, "oauth_nonce": nonce,
            "oauth_timestamp": String(timestamp), "oauth_version": "1.0",
        ]
        oauth["oauth_token"] = token?.name
        oauth.merge(more) { _, new in new }
        let pairs = (oauth.map { ($0.key, $0.value) } + others).map { Self.escape($0.0) + "=" + Self.escape($0.1) }
        let base = [verb, url, pairs.sorted().joined(separator: "&")].map(Self.escape).joined(separator: "&")
        oauth["oauth_signature"] = try signature(base)
        return oauth.map { ($0.key, $0.value) }
    }

    func header(_ verb: String, _ url: String, _ others: [(String, String)] = []) throws -> (String, String) {
        let pairs = (realm.map { [("realm", $0)] } ?? []) + (try parameters(verb, url, others))
        return ("Authorization", "OAuth " + pairs.map { "\($0.0)=\"\(Self.escape($0.1))\"" }.joined(separator: ", "))
    }

    private func signature(_ base: String) throws -> String {
        let key = "demo-consumer-secret&" + Self.escape(token?.secret ?? "")
        let secret = SymmetricKey(data: Data(key.utf8))
        let data = Data(base.utf8)
        guard method != "PLAINTEXT" else { return key }
        let padding = _RSA.Signing.Padding.insecurePKCS1v1_5
        let bytes: Data =
            switch method {
            case "HMAC-SHA256": Data(HMAC<SHA256>.authenticationCode(for: data, using: secret))
            case "HMAC-SHA512": Data(HMAC<SHA512>.authenticationCode(for: data, using: secret))
            case "RSA-SHA1":
                try #require(rsa).signature(for: Insecure.SHA1.hash(data: data), padding: padding).rawRepresentation
            case "RSA-SHA256":
                try #require(rsa).signature(for: SHA256.hash(data: data), padding: padding).rawRepresentation
            case "RSA-SHA512":
                try #require(rsa).signature(for: SHA512.hash(data: data), padding: padding).rawRepresentation
            default: Data(HMAC<Insecure.SHA1>.authenticationCode(for: data, using: secret))
            }
        return bytes.base64EncodedString()
    }
}

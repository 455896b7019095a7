import Crypto
import CryptoExtras
import HTTPTypes
import Hummingbird
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A request signed by OAuth 1.0a as it arrived (RFC 5849 §3.1): the protocol parameters may be in the header, in the
/// query or in a form body.
struct SignedRequest: Sendable {
    enum Placement: String, Sendable { case header, query, body }

    var method: String
    var url: String
    /// The protocol parameters, decoded.
    var oauth: [Parameter]
    /// Everything that is signed.
    var signed: [Parameter]
    var placement: Placement
    var realm: String?
    /// Of the body, where it is no form.
    var body: Data

    subscript(name: String) -> String? { oauth.first { $0.name == name }?.value }

    /// Nil where there are no protocol parameters, or in more than one place (§3.5).
    static func read(_ request: Request) async -> SignedRequest? {
        let body = (try? await request.body.collect(upTo: 1 << 20)).map { Data($0.readableBytesView) } ?? Data()
        let type = request.headers[.contentType]?.split(separator: ";").first?.lowercased()
        let isForm = type == "application/x-www-form-urlencoded"
        let form = isForm ? Form(String(decoding: body, as: UTF8.self)).parameters : []
        let query = request.queryForm.parameters
        let header = headerParameters(request.headers[.authorization])
        let places: [(Placement, [Parameter])] = [(.header, header), (.query, query), (.body, form)].filter { place in
            place.1.contains { $0.name.hasPrefix("oauth_") && $0.name != "oauth_body_hash" }
        }
        guard places.count == 1, let place = places.first else { return nil }
        return SignedRequest(
            method: request.method.rawValue, url: request.url,
            oauth: place.1.filter { $0.name.hasPrefix("oauth_") }, signed: query + header + form,
            placement: place.0, realm: header.first { $0.name == "realm" }?.value, body: isForm ? Data() : body)
    }

    /// §3.5.1.
    private static func headerParameters(_ header: String?) -> [Parameter] {
        guard let header, header.lowercased().hasPrefix("oauth ") else { return [] }
        return header.dropFirst(6).split(separator: ",").compactMap { part in
            let pair = part.split(separator: "=", maxSplits: 1).map { $0.trimmed }
            guard pair.count == 2, pair[1].count >= 2, pair[1].hasPrefix("\""), pair[1].hasSuffix("\"") else {
                return nil
            }
            // Percent-encoded, and no form: a plus is a plus.
            let value = pair[1].dropFirst().dropLast().replacing("+", with: "%2B")
            return Parameter(Form.decode(pair[0]), Form.decode(value))
        }
    }

    /// Whether the signature is right for these secrets (§3.4.2 to §3.4.4).
    func isSigned(clientSecret: String, tokenSecret: String, publicKey: PublicKey?) -> Bool {
        guard let signature = self["oauth_signature"] else { return false }
        let key = Form.encode(clientSecret) + "&" + Form.encode(tokenSecret)
        let text = Data(BaseString.text(method: method, url: url, parameters: signed).utf8)
        let secret = SymmetricKey(data: Data(key.utf8))
        guard self["oauth_signature_method"] != "PLAINTEXT" else { return SHA256.same(signature, key) }
        guard let bytes = Data(base64Encoded: signature) else { return false }
        switch self["oauth_signature_method"] {
        case "HMAC-SHA1":
            return HMAC<Insecure.SHA1>.isValidAuthenticationCode(bytes, authenticating: text, using: secret)
        case "HMAC-SHA256": return HMAC<SHA256>.isValidAuthenticationCode(bytes, authenticating: text, using: secret)
        case "HMAC-SHA512": return HMAC<SHA512>.isValidAuthenticationCode(bytes, authenticating: text, using: secret)
        default: break
        }
        guard case .rsa(let rsa) = publicKey else { return false }
        let signed = _RSA.Signing.RSASignature(rawRepresentation: bytes)
        return switch self["oauth_signature_method"] {
        case "RSA-SHA1":
            rsa.isValidSignature(signed, for: Insecure.SHA1.hash(data: text), padding: .insecurePKCS1v1_5)
        case "RSA-SHA256": rsa.isValidSignature(signed, for: SHA256.hash(data: text), padding: .insecurePKCS1v1_5)
        case "RSA-SHA512": rsa.isValidSignature(signed, for: SHA512.hash(data: text), padding: .insecurePKCS1v1_5)
        default: false
        }
    }

    static let methods = [
        "HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512", "RSA-SHA1", "RSA-SHA256", "RSA-SHA512", "PLAINTEXT",
    ]

    /// `oauth_body_hash` fits a body that is no form, by the hash of the signature method; true without it.
    var fitsBodyHash: Bool {
        guard let expected = self["oauth_body_hash"] else { return true }
        let method = self["oauth_signature_method"] ?? ""
        let hash: Data =
            if method.hasSuffix("SHA256") {
                Data(SHA256.hash(data: body))
            } else if method.hasSuffix("SHA512") {
                Data(SHA512.hash(data: body))
            } else {
                Data(Insecure.SHA1.hash(data: body))
            }
        return hash.base64EncodedString() == expected
    }
}

extension StringProtocol {
    /// Without spaces and tabs at its ends.
    var trimmed: String {
        let start = firstIndex { $0 != " " && $0 != "\t" } ?? endIndex
        let end = lastIndex { $0 != " " && $0 != "\t" }.map { index(after: $0) } ?? startIndex
        return start < end ? String(self[start..<end]) : ""
    }
}

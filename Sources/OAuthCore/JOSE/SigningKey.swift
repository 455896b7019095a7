import Crypto
import JWTKit

/// A key that signs: a private key, or a secret shared with the provider.
public struct SigningKey: Sendable {
    public let algorithm: SigningAlgorithm
    /// The `kid` that the other side knows the key by.
    public let keyID: String?
    /// The public key as a JWK (RFC 7517): the members its thumbprint is made from, and `kid` if it has one. Of a shared
    /// secret only `kty`, since it has no public part.
    public let publicJWK: JSONValue
    /// The JWK thumbprint (RFC 7638), SHA-256 in base64url. Nobody may see that of a shared secret.
    public let thumbprint: String
    /// The key as ``make(_:algorithm:keyID:)`` reads it again: a JWK, or PEM if it is an RSA key.
    public let text: Redacted<String>

    private let signer: any JWTAlgorithm

    /// Reads a private key: PEM (PKCS#1, PKCS#8 or SEC1), a JWK, or a JWK set of one key.
    ///
    /// `algorithm` and `keyID` go before what a JWK says of itself. With no word about the algorithm the key's type
    /// chooses: RS256 for RSA, ES256, ES384 or ES512 by the curve, EdDSA for Ed25519.
    /// - Throws: `.config` for what is no private key, one that is encrypted or too weak, and for an algorithm that the key
    ///   is not for.
    public static func make(
        _ text: Redacted<String>, algorithm: SigningAlgorithm? = nil, keyID: String? = nil
    ) async throws(OAuthError) -> SigningKey {
        guard let jwk = try PrivateKey.jwk(in: text) else {
            return try await SigningKey(PrivateKey(pem: text), text: text, algorithm: algorithm, keyID: keyID)
        }
        let keyID = keyID ?? jwk["kid"]?.text
        var algorithm = algorithm
        if algorithm == nil, let name = jwk["alg"]?.text { algorithm = try Self.algorithm(name) }
        if jwk["kty"]?.text == "oct", let secret = jwk["k"]?.text.flatMap({ Base64URL.decode($0) }) {
            return try SigningKey(secret: secret, text: text, algorithm: algorithm ?? .HS256, keyID: keyID)
        }
        return try await SigningKey(PrivateKey(jwk: jwk), text: text, algorithm: algorithm, keyID: keyID)
    }

    /// A secret that the provider knows too, as the key of an HMAC over its UTF-8 bytes (RFC 7518 §3.2).
    /// - Throws: `.config` if the algorithm is not an HMAC.
    public static func hmac(
        _ secret: Redacted<String>, algorithm: SigningAlgorithm = .HS256
    ) throws(OAuthError) -> SigningKey {
        let bytes = Array(secret.reveal().utf8)
        let members: [String: JSONValue] = ["kty": .string("oct"), "k": .string(Base64URL.encode(bytes))]
        let text = Redacted(JSONValue.object(members).encoded())
        return try SigningKey(secret: bytes, text: text, algorithm: algorithm, keyID: nil)
    }

    /// A new key, for which RSA takes a moment.
    /// - Throws: `.config` for an HMAC, whose key is made by the provider.
    public static func generate(_ algorithm: SigningAlgorithm) async throws(OAuthError) -> SigningKey {
        guard let key = PrivateKey(for: algorithm) else { throw unfit(algorithm, "a new key pair") }
        let text: String
        switch key {
        case .rsa(let rsa): text = rsa.pkcs8PEMRepresentation
        default:
            let members = (key.jwk ?? [:]).merging(["alg": .string(algorithm.rawValue)]) { $1 }
            text = JSONValue.object(members).encoded()
        }
        return try await SigningKey(key, text: Redacted(text), algorithm: algorithm, keyID: nil)
    }

    private init(
        _ key: PrivateKey, text: Redacted<String>, algorithm: SigningAlgorithm?, keyID: String?
    ) async throws(OAuthError) {
        let algorithm = algorithm ?? key.type.algorithms[0]
        guard let signer = await key.signer(algorithm) else { throw Self.unfit(algorithm, key.type.name) }
        var members = key.publicMembers
        thumbprint = Self.thumbprint(of: members)
        members["kid"] = keyID.map(JSONValue.string)
        publicJWK = .object(members)
        self.algorithm = algorithm
        self.keyID = keyID
        self.text = text
        self.signer = signer
    }

    private init(
        secret: [UInt8], text: Redacted<String>, algorithm: SigningAlgorithm, keyID: String?
    ) throws(OAuthError) {
        guard let signer = algorithm.with(secret: Redacted(secret)) else {
            throw Self.unfit(algorithm, "a shared secret")
        }
        let members: [String: JSONValue] = ["kty": .string("oct"), "k": .string(Base64URL.encode(secret))]
        thumbprint = Self.thumbprint(of: members)
        publicJWK = .object(["kty": .string("oct")])
        self.algorithm = algorithm
        self.keyID = keyID
        self.text = text
        self.signer = signer
    }

    /// The signature over these bytes, as a JWS carries it.
    func signature(over input: [UInt8]) throws(OAuthError) -> [UInt8] {
        do { return try signer.sign(input) } catch {
            throw OAuthError(
                .config, "the private key does not sign with \(algorithm.rawValue)",
                advice: "Give another key or algorithm")
        }
    }

    static func thumbprint(of members: [String: JSONValue]) -> String {
        Base64URL.encode(SHA256.hash(data: Array(JSONValue.object(members).encoded().utf8)))
    }

    private static func algorithm(_ name: String) throws(OAuthError) -> SigningAlgorithm {
        if let algorithm = SigningAlgorithm(rawValue: name) { return algorithm }
        throw OAuthError(
            .config, "the JWK is for the algorithm \(VisibleText.of(name, limit: 40)), which is not one of signatures",
            advice: "Give a key for one of \(SigningAlgorithm.allCases.map(\.rawValue).joined(separator: ", "))")
    }

    private static func unfit(_ algorithm: SigningAlgorithm, _ key: String) -> OAuthError {
        let fitting = SigningAlgorithm.KeyType.allCases.first { $0.name == key }?.algorithms
        let names = fitting ?? SigningAlgorithm.allCases.filter { $0.isSymmetric == (key == "a shared secret") }
        return OAuthError(
            .config, "\(key) cannot sign with \(algorithm.rawValue)",
            advice: "Use \(names.map(\.rawValue).joined(separator: ", ")), or another key")
    }
}

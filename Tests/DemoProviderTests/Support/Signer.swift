import Crypto
import Foundation
import JWTKit
import Testing

@testable import DemoProvider

/// Signs as a client does, by JWTKit, which the provider does not use.
struct Signer: Sendable {
    typealias Value = JWTHeaderField

    /// Any claims.
    struct Claims: JWTPayload {
        var fields: [String: Value]

        init(_ fields: [String: Value]) { self.fields = fields }
        init(from decoder: any Decoder) throws {
            fields = try decoder.singleValueContainer().decode([String: Value].self)
        }
        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(fields)
        }
        func verify(using algorithm: some JWTAlgorithm) async throws {}
    }

    let keys: JWTKeyCollection
    let algorithm: String

    static let all = [
        "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
    ]

    /// - Parameter keys: The `keys` of `/_demo/clients`.
    init(_ algorithm: String, _ keys: [String: any Sendable]) async throws {
        let kinds = ["ES256": "p256", "ES384": "p384", "ES512": "p521", "EdDSA": "ed25519"]
        let key = try #require(keys[kinds[algorithm] ?? "rsa"] as? [String: any Sendable])
        try await self.init(algorithm, pem: try #require(key["pem"] as? String))
    }

    init(_ algorithm: String, pem: String) async throws {
        self.algorithm = algorithm
        let digest: DigestAlgorithm =
            algorithm.hasSuffix("256") ? .sha256 : algorithm.hasSuffix("384") ? .sha384 : .sha512
        switch algorithm {
        case "ES256": keys = await JWTKeyCollection().add(ecdsa: try ES256PrivateKey(pem: pem))
        case "ES384": keys = await JWTKeyCollection().add(ecdsa: try ES384PrivateKey(pem: pem))
        case "ES512": keys = await JWTKeyCollection().add(ecdsa: try ES512PrivateKey(pem: pem))
        case "EdDSA": keys = await JWTKeyCollection().add(eddsa: try EdDSA.PrivateKey(pem: pem))
        case _ where algorithm.hasPrefix("PS"):
            keys = await JWTKeyCollection().add(
                pss: try Insecure.RSA.PrivateKey(pem: pem), digestAlgorithm: digest)
        default:
            keys = await JWTKeyCollection().add(
                rsa: try Insecure.RSA.PrivateKey(pem: pem), digestAlgorithm: digest)
        }
    }

    init(secret: String, _ algorithm: String) async {
        self.algorithm = algorithm
        keys = await JWTKeyCollection().add(
            hmac: HMACKey(from: secret),
            digestAlgorithm: algorithm == "HS256" ? .sha256 : algorithm == "HS384" ? .sha384 : .sha512)
    }

    func sign(_ claims: [String: Value], header: [String: Value] = [:]) async throws -> String {
        try await keys.sign(Claims(claims), header: JWTHeader(fields: header))
    }

    // MARK: Assertions

    static var now: Int { Int(Date().timeIntervalSince1970) }

    /// RFC 7523 §3, as a client authenticates.
    func assertion(
        _ client: String, audience: String, _ changes: [String: Value?] = [:]
    ) async throws -> [String: String] {
        var claims: [String: Value] = [
            "iss": .string(client), "sub": .string(client), "aud": .string(audience), "jti": .string(UUID().uuidString),
            "iat": .int(Self.now), "exp": .int(Self.now + 60),
        ]
        for (name, value) in changes { claims[name] = value }
        return [
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": try await sign(claims),
        ]
    }
}

/// Proofs of possession (RFC 9449 §4.2) of one P-256 key.
struct Prover: Sendable {
    let key = P256.Signing.PrivateKey()

    func proof(
        _ method: String, _ url: String, accessToken: String? = nil, nonce: String? = nil,
        _ changes: [String: Signer.Value?] = [:], header: [String: Signer.Value] = [:]
    ) async throws -> String {
        let point = key.publicKey.rawRepresentation
        var claims: [String: Signer.Value] = [
            "jti": .string(UUID().uuidString), "htm": .string(method), "htu": .string(url), "iat": .int(Signer.now),
        ]
        if let accessToken { claims["ath"] = .string(Self.base64url(Data(SHA256.hash(data: Data(accessToken.utf8))))) }
        if let nonce { claims["nonce"] = .string(nonce) }
        for (name, value) in changes { claims[name] = value }
        let jwk: Signer.Value = .object([
            "kty": .string("EC"), "crv": .string("P-256"), "x": .string(Self.base64url(point.prefix(32))),
            "y": .string(Self.base64url(point.suffix(32))),
        ])
        let fields = ["typ": .string("dpop+jwt"), "jwk": jwk].merging(header) { _, new in new }
        return try await Signer("ES256", pem: key.pemRepresentation).sign(claims, header: fields)
    }

    static func base64url(_ data: Data) -> String {
        data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

extension JWTHeaderField {
    var text: String? { if case .string(let value) = self { value } else { nil } }
    var number: Int? { if case .int(let value) = self { value } else { nil } }
}

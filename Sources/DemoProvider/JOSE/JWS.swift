import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A JSON Web Signature in its compact form whose payload is JSON (RFC 7515 §3.1, RFC 7519).
struct JWS: Sendable {
    var header: JSON
    var claims: JSON
    private var signature: Data
    private var input: Data

    /// Nil for what is no such text. Says nothing about the signature.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let head = Base64URL.decode(parts[0]), let body = Base64URL.decode(parts[1]),
            let signature = Base64URL.decode(parts[2]), let header = JSON.read(head), header.members != nil,
            let claims = JSON.read(body), claims.members != nil
        else { return nil }
        self.header = header
        self.claims = claims
        self.signature = signature
        input = Data("\(parts[0]).\(parts[1])".utf8)
    }

    /// Nil for `none` and for what is not known here.
    var algorithm: SigningAlgorithm? { header["alg"]?.text.flatMap(SigningAlgorithm.init) }

    func isSigned(by key: PublicKey) -> Bool {
        algorithm.map { key.signed(input, signature, by: $0) } ?? false
    }

    func isSigned(by secret: String) -> Bool {
        let key = SymmetricKey(data: Data(secret.utf8))
        return switch algorithm {
        case .hs256: HMAC<SHA256>.isValidAuthenticationCode(signature, authenticating: input, using: key)
        case .hs384: HMAC<SHA384>.isValidAuthenticationCode(signature, authenticating: input, using: key)
        case .hs512: HMAC<SHA512>.isValidAuthenticationCode(signature, authenticating: input, using: key)
        default: false
        }
    }

    // MARK: Writing

    static func sign(_ claims: JSON, header: JSON, key: PrivateKey, algorithm: SigningAlgorithm) -> String {
        let input = signingInput(claims, header.with("alg", .string(algorithm.rawValue)))
        return input + "." + Base64URL.encode(key.signature(Data(input.utf8), by: algorithm) ?? Data())
    }

    /// HS256 with any bytes for a key: also with those of a public key, which is an attack.
    static func sign(_ claims: JSON, header: JSON, secret: some DataProtocol) -> String {
        let input = signingInput(claims, header.with("alg", "HS256"))
        let code = HMAC<SHA256>.authenticationCode(for: Data(input.utf8), using: SymmetricKey(data: Data(secret)))
        return input + "." + Base64URL.encode(Data(code))
    }

    /// Unsecured (RFC 7519 §6): what nobody must believe.
    static func unsecured(_ claims: JSON) -> String { signingInput(claims, ["alg": "none", "typ": "JWT"]) + "." }

    private static func signingInput(_ claims: JSON, _ header: JSON) -> String {
        Base64URL.encode(Data(header.bytes)) + "." + Base64URL.encode(Data(claims.bytes))
    }
}

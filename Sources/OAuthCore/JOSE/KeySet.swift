/// The keys that a provider publishes (JWK set, RFC 7517 §5).
public struct KeySet: Sendable {
    let keys: [PublicKey]

    /// nil for what is not a JWK set. Keys of unknown types or uses are skipped (RFC 7517 §5).
    public init?(_ json: some Collection<UInt8>) {
        guard let value = JSONValue(json) else { return nil }
        self.init(value)
    }

    /// nil for what is not a JWK set.
    public init?(_ json: JSONValue) {
        guard case .array(let keys) = json["keys"] else { return nil }
        self.keys = keys.compactMap(PublicKey.init)
    }

    /// The header and claims of a JWT whose signature one of these keys verifies, or `secret` for HMACs.
    ///
    /// The key is chosen by `kid`; without one every key that fits is tried. A key verifies only algorithms of its own type,
    /// so that a public key never becomes the secret of an HMAC. Claims are not looked at.
    public func verify(
        _ jwt: String, allowing algorithms: Set<SigningAlgorithm>, secret: Redacted<String>? = nil
    ) async throws(JWSFailure) -> (header: [String: JSONValue], claims: [String: JSONValue]) {
        let jws = try JWS(jwt)
        try await verify(jws, allowing: algorithms, secret: secret)
        return (jws.header, try jws.unverifiedClaims())
    }

    func verify(
        _ jws: JWS, allowing algorithms: Set<SigningAlgorithm>, secret: Redacted<String>? = nil
    ) async throws(JWSFailure) {
        let name = jws.header["alg"]?.text
        guard let algorithm = name.flatMap(SigningAlgorithm.init), algorithms.contains(algorithm) else {
            throw .algorithm(name)
        }
        if jws.header["crit"] != nil { throw .critical }
        if algorithm.isSymmetric { return try Self.verify(jws, algorithm, secret) }
        guard let id = jws.header["kid"]?.text else {
            for key in keys where await key.verifies(jws, algorithm) { return }
            throw .unknownKey(nil)
        }
        let named = keys.filter { $0.id == id }
        let candidates = named.isEmpty ? keys.filter { $0.id == nil } : named
        if candidates.isEmpty { throw .unknownKey(id) }
        if !candidates.contains(where: { $0.fits(algorithm) }) { throw .unfitKey(id) }
        for key in candidates where await key.verifies(jws, algorithm) { return }
        throw .signature
    }

    private static func verify(
        _ jws: JWS, _ algorithm: SigningAlgorithm, _ secret: Redacted<String>?
    ) throws(JWSFailure) {
        guard let secret, let verifier = algorithm.with(secret: secret.map { Array($0.utf8) }) else {
            throw .algorithm(algorithm.rawValue)
        }
        guard (try? verifier.verify(jws.signature, signs: jws.signedBytes)) == true else { throw .signature }
    }
}

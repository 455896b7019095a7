/// The private keys that the provider made for itself and for its demo clients, each when it is first asked for:
/// an RSA key takes a while.
struct KeyRing: Sendable {
    enum Owner: String, Sendable {
        /// Of `demo-key`: assertions and request objects.
        case client
        /// Of the service account, as Google issues them.
        case serviceAccount
        /// The provider's own, which ID tokens are signed with. They can be rotated.
        case provider
        /// Of the OAuth 1.0a client.
        case consumer
    }

    private var keys: [String: PrivateKey] = [:]
    private(set) var generation = 1

    /// Nil for a secret only.
    mutating func key(_ kind: SigningAlgorithm.KeyKind, of owner: Owner) -> PrivateKey? {
        let name = owner.rawValue + " " + kind.rawValue
        if let key = keys[name] { return key }
        keys[name] = PrivateKey(kind)
        return keys[name]
    }

    /// The `kid` of the provider's key of that kind.
    func name(of kind: SigningAlgorithm.KeyKind) -> String { "demo-\(kind.rawValue)-\(generation)" }

    /// From now on the provider signs with other keys.
    mutating func rotate() {
        generation += 1
        keys = keys.filter { !$0.key.hasPrefix(Owner.provider.rawValue) }
    }
}

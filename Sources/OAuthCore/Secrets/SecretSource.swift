/// Where `secret "NAME"` is looked up: the environment, then the store.
public protocol SecretSource: Sendable {
    /// nil where nothing of that name is set.
    func secret(named name: String) throws -> Redacted<String>?
}

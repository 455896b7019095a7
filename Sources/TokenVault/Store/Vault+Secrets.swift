import OAuthCore

/// Secrets that scripts name but never see, such as client secrets.
extension Vault {
    /// Nil where there is none of that name. Blocks for a fraction of a millisecond, longer only where the key comes
    /// from a command or a passphrase and was not needed before: a definition is read in one go, without suspending.
    public func secret(named name: String) throws -> Redacted<String>? {
        try performNow { try $0.secret(named: name) }
    }

    /// Returns when the secret is durable; replaces one of the same name.
    public func setSecret(_ value: Redacted<String>, named name: String) async throws {
        try await perform { try $0.setSecret(value, named: name) }
    }

    /// Whether there was one to remove.
    @discardableResult public func removeSecret(named name: String) async throws -> Bool {
        try await perform { try $0.removeSecret(named: name) }
    }

    /// In order of their bytes.
    public func secretNames() async throws -> [String] {
        try await perform { try $0.secretNames() }
    }
}

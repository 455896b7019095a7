/// Where `secret "NAME"` and `"file:PATH"` are looked up.
public protocol SecretSource: Sendable {
    /// From the environment, then the store; nil where nothing of that name is set.
    func secret(named name: String) throws -> Redacted<String>?

    /// The text of a file that holds a secret, such as a private key, without the line end that may end it.
    /// - Parameter path: absolute, relative to the working directory, or below the home folder (`~/`).
    /// - Throws: ``OAuthError`` of kind `config` that names the field and why the file cannot be read.
    func contents(ofFile path: String, field: String, connection: String) throws -> Redacted<String>
}

extension SecretSource {
    public func contents(ofFile path: String, field: String, connection: String) throws -> Redacted<String> {
        throw OAuthError(
            .config, "field '\(field)' of connection '\(connection)' names a file, and there are no files here",
            connection: connection)
    }
}

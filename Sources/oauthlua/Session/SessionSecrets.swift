import OAuthClient
import OAuthCore
import TokenVault

#if canImport(Glibc)
    import Glibc
#endif

/// The secrets that definitions name: in the environment or else the store, or in files of their own.
struct SessionSecrets: SecretSource {
    let environment: [String: String]
    let vault: Vault
    /// Learns every secret that is read, so that traces leave it out wherever it goes.
    let registry: SecretRegistry

    func secret(named name: String) throws -> Redacted<String>? {
        let value: Redacted<String>?
        if let text = environment[name], !text.isEmpty {
            value = Redacted(text)
        } else {
            value = try vault.secret(named: name)
        }
        registry.add(value)
        return value
    }

    func contents(ofFile path: String, field: String, connection: String) throws -> Redacted<String> {
        var path = path
        if path.hasPrefix("~/"), let home = environment["HOME"] { path = home + path.dropFirst(1) }
        let what = "the \(field) of '\(connection)' should come from the file \(VisibleText.of(path))"
        func failure(_ why: String, _ advice: String) -> OAuthError {
            OAuthError(.config, "\(what), \(why)", advice: advice, connection: connection)
        }
        let bytes: [UInt8]
        do { bytes = try InputFile.read(path == "-" ? "./-" : path) } catch let error as NoInput {
            throw failure(
                "which cannot be read: \(String(cString: strerror(error.code)))",
                "Check the path: a relative one begins in the folder of the file that defines the connection")
        }
        guard var text = String(validating: bytes, as: UTF8.self) else {
            throw failure("which is not text", "Convert a binary key or certificate to PEM with openssl")
        }
        while text.last?.isNewline == true { text.removeLast() }
        guard !text.isEmpty else { throw failure("which is empty", "Write the secret into it, or name another file") }
        return Redacted(text)
    }
}

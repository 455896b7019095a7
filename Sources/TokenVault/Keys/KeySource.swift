import OAuthCore

/// Where the key that seals the store comes from. Exactly one source is used; nothing is read before the store is.
public enum KeySource: Sendable {
    /// `OAUTHLUA_KEY_FILE`. Its permissions are its owner's business: Docker's secrets are readable by all.
    case file(String)
    /// `OAUTHLUA_KEY_COMMAND`, run by `/bin/sh -c` for at most 10 seconds; the first line it prints is the key.
    case command(Redacted<String>)
    /// `OAUTHLUA_PASSPHRASE`, stretched by scrypt with a salt kept in the store.
    case passphrase(Redacted<String>)
    /// `oauthlua.key` in systemd's `$CREDENTIALS_DIRECTORY`.
    case credential(String)
    /// The key in the configuration folder, made at the first save. Refused when others can read it.
    case own(String)

    /// The first source that the environment names, in the order of the cases. An empty variable counts as not set.
    /// `fileExists` is asked only about systemd's credential, since a unit may be given others than ours.
    public static func resolve(
        environment: [String: String], configFolder: String, fileExists: (String) -> Bool = Self.isFile
    ) -> KeySource {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        if let path = value("OAUTHLUA_KEY_FILE") { return .file(path) }
        if let command = value("OAUTHLUA_KEY_COMMAND") { return .command(Redacted(command)) }
        if let passphrase = value("OAUTHLUA_PASSPHRASE") { return .passphrase(Redacted(passphrase)) }
        if let path = value("CREDENTIALS_DIRECTORY").map({ $0 + "/oauthlua.key" }), fileExists(path) {
            return .credential(path)
        }
        return .own(configFolder + "/key")
    }

    public static func isFile(_ path: String) -> Bool {
        if case .file = try? Files.kind(of: path) { true } else { false }
    }

    /// What to call it in a message.
    public var origin: String {
        switch self {
        case .file(let path): "OAUTHLUA_KEY_FILE (\(path))"
        case .command: "OAUTHLUA_KEY_COMMAND"
        case .passphrase: "OAUTHLUA_PASSPHRASE"
        case .credential(let path): "the systemd credential \(path)"
        case .own(let path): path
        }
    }
}

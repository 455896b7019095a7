import Crypto
import OAuthCore

extension KeySource {
    /// A key and what the store must remember of how it was made.
    struct Established {
        var key: Redacted<SymmetricKey>
        var derivation: Scrypt?
    }

    /// The key of a store that was written before. Blocks: up to 10 seconds for a command, a tenth for a passphrase.
    func key(derivation: Scrypt?, store: String) throws -> Redacted<SymmetricKey> {
        switch self {
        case .passphrase(let passphrase):
            guard let derivation else { throw StoreFailure.wrongKey(store: store, origin: origin, wants: "a key") }
            return try derivation.key(from: passphrase)
        case .file, .command, .credential, .own:
            guard derivation == nil else {
                throw StoreFailure.wrongKey(store: store, origin: origin, wants: "a passphrase")
            }
            guard let key = try stored() else { throw StoreFailure.keyMissing(origin: origin, store: store) }
            return key
        }
    }

    /// The key for a store that has none yet; the configuration folder's is made where it is missing.
    func establish() throws -> Established {
        if case .passphrase(let passphrase) = self {
            let derivation = Scrypt.fresh()
            return Established(key: try derivation.key(from: passphrase), derivation: derivation)
        }
        if let key = try stored() { return Established(key: key) }
        guard case .own(let path) = self else { throw StoreFailure.keyMissing(origin: origin, store: nil) }
        try KeyFile.create(path)
        guard let key = try stored() else { throw StoreFailure.keyMissing(origin: origin, store: nil) }
        return Established(key: key)
    }

    /// The key as its source has it now, nil where there is no file.
    private func stored() throws -> Redacted<SymmetricKey>? {
        let bytes: [UInt8]
        switch self {
        case .passphrase: return nil
        case .command(let command):
            bytes = try KeyCommand(command).firstLine()
        case .file(let path), .credential(let path):
            guard let found = try KeyFile.contents(of: path, origin: origin) else { return nil }
            bytes = found
        case .own(let path):
            guard let found = try KeyFile.privateContents(of: path) else { return nil }
            bytes = found
        }
        guard let key = KeyFormat.read(bytes) else { throw StoreFailure.badKey(origin: origin, isEmpty: bytes.isEmpty) }
        return key.map { SymmetricKey(data: $0) }
    }
}

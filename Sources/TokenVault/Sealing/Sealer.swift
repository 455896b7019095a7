import Crypto
import OAuthCore

/// Seals values with AES-256-GCM.
///
/// A sealed value is a version byte (1), a random 96-bit nonce, the encrypted text and the 128-bit tag. The associated
/// data is the version byte and the ``SealContext``. Random nonces are safe for 2³² values under one key (NIST SP
/// 800-38D §8.3): a save every second for a century.
struct Sealer: Sendable {
    private static let version: UInt8 = 1
    private let key: Redacted<SymmetricKey>

    /// The value was not sealed with this key for this place, or was changed since.
    struct Broken: Error {}

    init(_ key: Redacted<SymmetricKey>) { self.key = key }

    func seal(_ text: Redacted<String>, for context: SealContext) throws -> [UInt8] {
        try seal(bytes: text.map { Array($0.utf8) }, for: context)
    }

    func open(_ sealed: [UInt8], for context: SealContext) throws -> Redacted<String> {
        try openBytes(sealed, for: context).map { String(decoding: $0, as: UTF8.self) }
    }

    /// A name for fields that tells nothing of them to whoever has no key: HMAC-SHA-256.
    func digest(_ fields: [String], as kind: String) -> [UInt8] {
        let text = LengthPrefixed.encode(["oauthlua digest 1", kind] + fields)
        return Array(HMAC<SHA256>.authenticationCode(for: text, using: key.reveal()))
    }

    func seal(bytes: Redacted<[UInt8]>, for context: SealContext) throws -> [UInt8] {
        let box = try AES.GCM.seal(
            bytes.reveal(), using: key.reveal(), authenticating: [Self.version] + context.bytes)
        return [Self.version] + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
    }

    func openBytes(_ sealed: [UInt8], for context: SealContext) throws -> Redacted<[UInt8]> {
        guard sealed.first == Self.version,
            let box = try? AES.GCM.SealedBox(combined: sealed.dropFirst()),
            let bytes = try? AES.GCM.open(box, using: key.reveal(), authenticating: [Self.version] + context.bytes)
        else { throw Broken() }
        return Redacted(Array(bytes))
    }
}

import Crypto
import OAuthCore
import SQLiteDatabase

/// What a store remembers of its key: enough to recognise a wrong one at once, nothing that helps to find the right one
/// faster than a sealed value would.
struct KeyRecord: Equatable {
    private var check: [UInt8]
    /// How the key comes out of the passphrase, nil for a key that is none.
    var derivation: Scrypt?

    init(_ established: KeySource.Established) {
        check = Self.check(of: established.key)
        derivation = established.derivation
    }

    func matches(_ key: Redacted<SymmetricKey>) -> Bool { check == Self.check(of: key) }

    private static func check(of key: Redacted<SymmetricKey>) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array("oauthlua key check 1".utf8), using: key.reveal()))
    }
}

extension KeyRecord {
    /// The record of a store, nil where nothing was sealed yet.
    init?(in database: Database) throws {
        // One statement, so one moment: others may be writing the record and their first token just now.
        let sql = """
            SELECT (SELECT value FROM meta WHERE name = 'key_check'),
                (SELECT value FROM meta WHERE name = 'key_derivation'),
                EXISTS (SELECT 1 FROM tokens) OR EXISTS (SELECT 1 FROM secrets) OR EXISTS (SELECT 1 FROM documents)
                    OR EXISTS (SELECT 1 FROM cache)
            """
        guard let row = try database.rows(sql, read: { ($0.blob(0), $0.blob(1), $0.integer(2) != 0) }).first else {
            return nil
        }
        let (check, written, hasSealedValues) = row
        guard let check else {
            // Sealed values without a record: someone took it away to have us seal with another key.
            guard !hasSealedValues else { throw Sealer.Broken() }
            return nil
        }
        self.check = check
        if let written {
            guard let derivation = Scrypt(String(decoding: written, as: UTF8.self)) else { throw Sealer.Broken() }
            self.derivation = derivation
        }
    }

    func write(to database: Database) throws {
        let insert = "INSERT INTO meta (name, value) VALUES (?, ?)"
        try database.run(insert, [.text("key_check"), .blob(check)])
        guard let derivation else { return }
        try database.run(insert, [.text("key_derivation"), .blob(Array(derivation.description.utf8))])
    }
}

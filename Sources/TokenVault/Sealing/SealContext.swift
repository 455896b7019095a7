import OAuthCore

/// Where a sealed value belongs: it opens nowhere else.
struct SealContext: Equatable {
    private var fields: [String]

    static func token(_ key: TokenKey, column: String) -> SealContext {
        SealContext(fields: ["token", key.connection, key.profile, key.provider, key.clientID, column])
    }

    static func secret(_ name: String) -> SealContext { SealContext(fields: ["secret", name, "value"]) }

    /// - Parameter end: in seconds since 1970; it is readable in the store, and must not be put off from outside.
    static func document(_ key: DocumentKey, expiresAt end: Int64?) -> SealContext {
        SealContext(fields: ["document", key.kind.rawValue, key.name, end.map { String($0) } ?? "never"])
    }

    static func cache(_ key: [UInt8], column: String) -> SealContext {
        SealContext(fields: ["cache", key.map { String($0) }.joined(separator: " "), column])
    }

    /// The fields, each after its length in 8 bytes, so that no two contexts have the same bytes.
    var bytes: [UInt8] { LengthPrefixed.encode(fields) }
}

enum LengthPrefixed {
    static func encode(_ fields: [String]) -> [UInt8] {
        fields.flatMap { field in
            withUnsafeBytes(of: UInt64(field.utf8.count).bigEndian) { Array($0) } + Array(field.utf8)
        }
    }
}

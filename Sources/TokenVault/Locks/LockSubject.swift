import OAuthCore

/// What a lock is for.
struct LockSubject: Sendable, Hashable {
    /// What tells it from every other.
    var fields: [String]
    /// For people; completes "has kept … locked".
    var words: String
    var connection: String?

    static func token(_ key: TokenKey) -> LockSubject {
        LockSubject(
            fields: [key.connection, key.profile, key.provider, key.clientID], words: "the token of \(key.connection)",
            connection: key.connection)
    }

    static func document(_ key: DocumentKey) -> LockSubject {
        LockSubject(fields: ["document", key.kind.rawValue, key.name], words: "the \(key.kind.words) \(key.name)")
    }
}

extension DocumentKey.Kind {
    /// For people; the document's name follows.
    var words: String {
        switch self {
        case .discovery: "discovery document of"
        case .jwks: "signing keys of"
        case .registration: "registration of"
        case .certificate: "certificate of"
        case .state: "state of"
        }
    }
}

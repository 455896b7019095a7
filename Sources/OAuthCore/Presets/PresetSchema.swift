/// The keys of a preset beside the fields of a connection.
public enum PresetSchema {
    enum Form: Sendable {
        case text, texts, url, flag, variables, pages, grants
        /// Name → text; the names that there are, or none for any.
        case names([String])
    }

    static let keys: [String: Form] = [
        "id": .text, "name": .text, "aliases": .texts, "extends": .text, "verified": .flag, "notes": .texts,
        "console_url": .url, "docs_url": .url, "variables": .variables, "scopes": .names([]), "grants": .grants,
        "pages": .pages, "rate_limit": .names(rateLimits), "example_url": .url, "profile_url": .url,
    ]

    private static let rateLimits = ["limit", "remaining", "reset_after", "reset_at", "retry_after", "usage"]

    /// Fields of a connection that no preset has: they are the definition's own.
    static let definitionsOwn: Set<String> = ["name", "preset", "hooks"]

    /// Whether a key is a connection's field. `name` is another thing in a preset.
    static func isField(_ key: String) -> Bool {
        ConnectionSchema.byName[key] != nil && !definitionsOwn.contains(key) && keys[key] == nil
    }

    static var known: [String] {
        (Array(keys.keys) + ConnectionSchema.fields.map(\.name).filter(isField)).sorted()
    }

    /// What `{name}` stands for without being a variable: see ``Placeholders``.
    static let filledLater: Set<String> = [
        "client_id", "client_secret", "access_token", "refresh_token", "code", "redirect_uri", "scope", "state",
    ]

    /// Lower-case letters, digits, `-`, `_` and `.`: what can be a file's name anywhere.
    public static func isID(_ text: String) -> Bool {
        guard let first = text.utf8.first, first != UInt8(ascii: "."), first != UInt8(ascii: "-"),
            text.utf8.count <= 100
        else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
    }
}

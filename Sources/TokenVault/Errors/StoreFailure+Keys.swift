import OAuthCore
import SQLiteDatabase

extension StoreFailure {
    private static let howTo = "Make one with: openssl rand -base64 32"

    static func wrongKey(store: String, origin: String) -> OAuthError {
        OAuthError(
            .store, "the store \(store) was written with another key than the one from \(origin)",
            advice: "Give the key it was written with, or move the store away and authorize again")
    }

    /// `wants` is what the store was written with: "a key" or "a passphrase".
    static func wrongKey(store: String, origin: String, wants: String) -> OAuthError {
        let way = wants == "a passphrase" ? "Set OAUTHLUA_PASSPHRASE" : "Unset OAUTHLUA_PASSPHRASE and give the key"
        return OAuthError(
            .store, "the store \(store) was written with \(wants), so \(origin) does not open it",
            advice: "\(way), or move the store away and authorize again")
    }

    static func keyMissing(origin: String, store: String?) -> OAuthError {
        guard let store else {
            return OAuthError(.store, "there is no key at \(origin)", advice: howTo)
        }
        return OAuthError(
            .store, "the key at \(origin) is missing, and the store \(store) cannot be read without it",
            advice: "Bring the key back from a backup, or move the store away and authorize again")
    }

    static func badKey(origin: String, isEmpty: Bool) -> OAuthError {
        OAuthError(
            .store,
            isEmpty
                ? "\(origin) gave an empty key"
                : "what \(origin) gave is no key: it takes 32 bytes, raw or as 64 hexadecimal digits or as Base64",
            advice: howTo)
    }

    static func keyUnreadable(origin: String, _ error: SystemError) -> OAuthError {
        OAuthError(.store, "the key at \(origin) could not be read: \(error.words)")
    }

    static func keyOpenToOthers(_ path: String) -> OAuthError {
        OAuthError(
            .store, "the key \(path) can be read by other users of this machine",
            advice: "If none of them has: chmod 600 \(path)")
    }

    /// `reason` completes "OAUTHLUA_KEY_COMMAND".
    static func keyCommand(_ reason: String) -> OAuthError {
        OAuthError(
            .store, "OAUTHLUA_KEY_COMMAND \(reason)",
            advice: "Try it by itself: sh -c \"$OAUTHLUA_KEY_COMMAND\" </dev/null")
    }
}

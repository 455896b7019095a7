import OAuthCore
import SQLiteDatabase

/// Every way in which the store fails, in words. All are of kind `store` (exit status 74).
enum StoreFailure {
    static func database(_ error: DatabaseError, _ path: String) -> OAuthError {
        if error.isDamage { return damaged(path) }
        if error.isFull { return full(path) }
        if error.isBusy { return busy(path) }
        if error.isReadOnly || error.isUnopened && !Files.isWritable(path) { return readOnly(path) }
        let system = error.systemError == 0 ? "" : " (\(SystemError(error.systemError).words))"
        return OAuthError(.store, "the store \(path) could not be used: \(error.message)\(system)")
    }

    /// `action` completes "could not": "make the key".
    static func file(_ path: String, _ action: String, _ error: SystemError) -> OAuthError {
        if error.isFull { return full(path) }
        if error.isReadOnly {
            return OAuthError(
                .store, "could not \(action) \(path): \(error.words)",
                advice: "Make the folder writable for this user, or name another one with OAUTHLUA_HOME or --store")
        }
        return OAuthError(.store, "could not \(action) \(path): \(error.words)")
    }

    static func damaged(_ path: String) -> OAuthError {
        OAuthError(
            .store, "the store \(path) is damaged or not a store at all",
            advice: "Bring it back from a backup, or move it away and authorize again")
    }

    static func damagedToken(_ key: TokenKey, _ path: String) -> OAuthError {
        OAuthError(
            .store,
            "the stored token of \(key.connection) (profile \(key.profile)) in \(path) "
                + "was damaged or changed from outside",
            advice: "Authorize \(key.connection) again", connection: key.connection)
    }

    static func damagedSecret(_ name: String, _ path: String) -> OAuthError {
        OAuthError(
            .store, "the stored secret \(name) in \(path) was damaged or changed from outside",
            advice: "Set it again: oauthlua secret set \(name)")
    }

    static func damagedDocument(_ key: DocumentKey, _ path: String) -> OAuthError {
        OAuthError(
            .store, "the \(key.kind.words) \(key.name) in \(path) was damaged or changed from outside",
            advice: key.kind == .state
                ? "Bring the store back from a backup, or let the script begin anew: oauthlua state clear SCRIPT"
                : "Bring the store back from a backup, or move it away and authorize again")
    }

    static func foreign(_ path: String) -> OAuthError {
        OAuthError(
            .store, "\(path) is a database of another program",
            advice: "Name another file with --store or OAUTHLUA_STORE")
    }

    static func newer(_ path: String, found: Int, known: Int) -> OAuthError {
        OAuthError(
            .store, "the store \(path) has format \(found), and this oauthlua knows formats up to \(known)",
            advice: "Use the newer oauthlua that wrote it")
    }

    static func notAFile(_ path: String, isFolder: Bool) -> OAuthError {
        OAuthError(
            .store, "the store \(path) is \(isFolder ? "a folder" : "not a regular file")",
            advice: isFolder ? "Name a file in it: --store \(path)/store.sqlite" : "Name a file with --store")
    }

    static func full(_ path: String) -> OAuthError {
        OAuthError(
            .store, "no space is left to write \(path), and what was stored before is unchanged",
            advice: "Free some space on its disk, or raise the quota or file size limit")
    }

    static func readOnly(_ path: String) -> OAuthError {
        OAuthError(
            .store, "the store \(path) or its folder may not be written",
            advice: "Make both writable for this user, or name another place with OAUTHLUA_HOME or --store")
    }

    static func busy(_ path: String) -> OAuthError {
        OAuthError(
            .store, "the store \(path) was in use by another program for too long",
            advice: "Try again, and if it stays so see who has it open: fuser \(path)")
    }

    static func locked(_ subject: LockSubject, lock: String, holder: String?, limit: Duration) -> OAuthError {
        OAuthError(
            .store,
            "\(holder.map { "process \($0)" } ?? "another process") has kept \(subject.words) locked "
                + "for more than \(limit.components.seconds) seconds",
            advice: "See whether that process hangs: fuser \(lock)", connection: subject.connection)
    }
}

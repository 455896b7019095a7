import OAuthCore
import SQLiteDatabase

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that holds a key.
enum KeyFile {
    /// What is in the file, nil where there is none.
    static func contents(of path: String, origin: String) throws -> [UInt8]? {
        do {
            return try Files.contents(of: path, limit: KeyFormat.sizeLimit)
        } catch {
            if error.isMissing { return nil }
            throw StoreFailure.keyUnreadable(origin: origin, error)
        }
    }

    /// As `contents`, for the key we made: one that others can read is no secret any more.
    static func privateContents(of path: String) throws -> [UInt8]? {
        if (try? Files.kind(of: path)) == .file(openToOthers: true) { throw StoreFailure.keyOpenToOthers(path) }
        return try contents(of: path, origin: path)
    }

    /// Writes a new random key. It appears under its name complete and on the disk, or not at all; where another
    /// process was quicker, its key stays: a link, unlike a rename, never replaces.
    static func create(_ path: String) throws {
        var random = SystemRandomNumberGenerator()
        let key = Redacted((0..<KeyFormat.byteCount).map { _ in UInt8.random(in: .min ... .max, using: &random) })
        let draft = "\(path).\(getpid())-\(UInt64.random(in: .min ... .max, using: &random))"
        do throws(SystemError) {
            try Files.createFolder(Files.parent(of: path))
            try Files.createFile(draft, containing: KeyFormat.write(key).reveal())
            defer { unlink(draft) }
            guard link(draft, path) == 0 else {
                let error = SystemError()
                guard error.exists else { throw error }
                return
            }
            try Files.syncFolder(Files.parent(of: path))
        } catch {
            throw StoreFailure.file(path, "make the key", error)
        }
    }
}

import OAuthCore
import SQLiteDatabase

/// Rows that could not be written to a database, in words.
public struct RowStoreFailure: Error, Sendable, Equatable {
    /// What failed and why.
    public var message: String
    /// What to do next.
    public var advice: String?

    init(_ message: String, advice: String? = nil) {
        self.message = message
        self.advice = advice
    }

    init(_ error: DatabaseError, path: String, table: String?) {
        let system = error.systemError == 0 ? "" : " (\(SystemError(error.systemError).words))"
        if error.isDamage {
            self.init("\(path) is damaged or no SQLite database", advice: "Name another file, or move this one away")
        } else if error.isFull {
            self.init(
                "no space is left to write \(path), and what was in it is unchanged",
                advice: "Free some space on its disk")
        } else if error.isBusy {
            self.init(
                "\(path) was in use by another program for too long",
                advice: "Try again, and if it stays so see who has it open: fuser \(path)")
        } else if error.isReadOnly {
            self.init(
                "\(path) or its folder may not be written\(system)", advice: "Make both writable, or name another place"
            )
        } else if error.isUnopened {
            self.init("\(path) cannot be opened\(system)", advice: "Name a file in a folder that exists")
        } else {
            let place = table.map { " (table '\(VisibleText.of($0))')" } ?? ""
            self.init("\(path)\(place) refuses the rows: \(error.message)")
        }
    }

    static func tokenStore(_ path: String) -> RowStoreFailure {
        RowStoreFailure("\(path) is the store of tokens", advice: "Name another file after sqlite:")
    }

    static func notATable(_ name: String) -> RowStoreFailure {
        RowStoreFailure(
            "'\(VisibleText.of(name))' is no table that rows can be added to", advice: "Name another one with --table")
    }

    static func repeatedKey(_ name: String, _ key: [String]) -> RowStoreFailure {
        RowStoreFailure(
            "the table '\(VisibleText.of(name))' has several rows with the same key (\(words(key)))",
            advice: "Remove the repeated rows, name another table with --table, or give the resource another `key`")
    }

    static func sameName(_ name: String, _ one: String, _ other: String) -> RowStoreFailure {
        RowStoreFailure(
            "'\(VisibleText.of(one))' and '\(VisibleText.of(other))' are the same column of the table "
                + "'\(VisibleText.of(name))', because SQLite does not tell capital letters from small ones",
            advice: "Rename one of them with `fields` or `process`")
    }

    static func missingKey(_ name: String, _ key: String, row: Int) -> OAuthError {
        OAuthError(
            .decode, "row \(row) of '\(VisibleText.of(name))' has no '\(VisibleText.of(key))', which is its key",
            advice: "Drop such rows in `process`, or give the resource another `key`")
    }

    private static func words(_ names: [String]) -> String {
        names.map { VisibleText.of($0) }.joined(separator: ", ")
    }
}

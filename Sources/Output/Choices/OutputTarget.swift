import OAuthCore

/// What `--output` names: how a result is written, or the database that it is written to.
public enum OutputTarget: Sendable, Equatable {
    case document(OutputFormat)
    case sqlite(path: String)

    private static let scheme = "sqlite:"

    /// Reads `json`, `csv`, … or `sqlite:FILE`.
    public static func parse(_ text: String) throws(UnknownChoice) -> OutputTarget {
        if text.hasPrefix(scheme), text.count > scheme.count {
            return .sqlite(path: String(text.dropFirst(scheme.count)))
        }
        do throws(UnknownChoice) { return .document(try OutputFormat.parse(text)) } catch {
            throw UnknownChoice(noun: error.noun, given: error.given, known: error.known + [scheme + "FILE"])
        }
    }
}

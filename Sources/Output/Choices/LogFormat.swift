/// How messages are written to stderr: `--log-format`.
public enum LogFormat: String, NamedChoice {
    case text
    /// One JSON object a line.
    case json

    public static var noun: String { "log format" }
}

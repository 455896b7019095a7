/// How a result is written to stdout: `--output`.
public enum OutputFormat: String, NamedChoice {
    /// A table on a terminal, JSON otherwise.
    case auto
    case table
    /// One document; a list has one element a line inside the brackets.
    case json
    /// One JSON value a line.
    case ndjson
    /// RFC 4180.
    case csv
    /// Nothing at all: the script is run for its effects.
    case none

    public static var noun: String { "output format" }

    /// What `auto` means where the result goes.
    public func resolved(isTerminal: Bool) -> OutputFormat {
        self == .auto ? (isTerminal ? .table : .json) : self
    }
}

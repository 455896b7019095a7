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
    /// A table for Markdown (GitHub Flavored Markdown, 4.10).
    case markdown
    /// Nothing at all: the script is run for its effects.
    case none

    public static var noun: String { "output format" }

    /// Whether rows can be written as they come; a table needs them all to know how wide its columns are.
    public var streams: Bool { self != .table && self != .markdown }

    /// What `auto` means where the result goes.
    public func resolved(isTerminal: Bool) -> OutputFormat {
        self == .auto ? (isTerminal ? .table : .json) : self
    }
}

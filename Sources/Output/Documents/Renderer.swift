import LuaHost

/// Writes what a script returned.
public struct Renderer: Sendable {
    /// `auto` is JSON here: ``OutputFormat/resolved(isTerminal:)`` decides before.
    public var format: OutputFormat
    /// The columns of tables and CSV, in order; nil takes every key that occurs, sorted. JSON is always whole.
    public var columns: [String]?
    /// The terminal's columns; nil lets tables be as wide as they are.
    public var width: Int?
    /// Whether headings are set off by colour.
    public var isStyled: Bool

    public init(format: OutputFormat, columns: [String]? = nil, width: Int? = nil, isStyled: Bool = false) {
        self.format = format
        self.columns = columns
        self.width = width
        self.isStyled = isStyled
    }

    /// Writes `value` to `sink` in chunks. `nil` (a script that returned nothing) writes nothing in any format.
    ///
    /// - Returns: notes for stderr: "no rows", or which columns found no room.
    /// - Throws: `OAuthError` (decode) before anything is written if JSON or CSV cannot hold the value: invalid UTF-8,
    ///   NaN or infinity, more than 1000 levels; and what `sink` throws.
    @discardableResult
    public func render(_ value: LuaValue, to sink: @escaping ByteSink) throws -> [String] {
        guard value != .nil, format != .none else { return [] }
        if format == .table { return try renderTable(value, to: sink) }
        if let unwritable = UnwritableValue.first(in: value) { throw unwritable.error(format: format) }
        var writer = ByteWriter(sink: sink)
        switch format {
        case .csv: try writeCSV(value, to: &writer)
        case .ndjson: try writeLines(value, to: &writer)
        default: try writeDocument(value, to: &writer)
        }
        try writer.flush()
        return []
    }

    private func renderTable(_ value: LuaValue, to sink: @escaping ByteSink) throws -> [String] {
        var writer = ByteWriter(sink: sink)
        let notes = try writeTable(value, to: &writer)
        try writer.flush()
        return notes
    }
}

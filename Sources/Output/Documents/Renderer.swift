import LuaHost
import OAuthCore

/// Writes what a script returned, when all of it is there.
public struct Renderer: Sendable {
    /// `auto` is JSON here: ``OutputFormat/resolved(isTerminal:)`` decides before.
    public var format: OutputFormat
    /// What is known of the rows: without columns, tables and CSV take every key that occurs, sorted. JSON is always whole.
    public var shape: RowShape?
    /// The terminal's columns; nil lets tables be as wide as they are.
    public var width: Int?
    /// Whether headings are set off by colour.
    public var isStyled: Bool
    /// Whether CSV is made safe for spreadsheets.
    public var guardsFormulas: Bool

    public init(
        format: OutputFormat, shape: RowShape? = nil, width: Int? = nil, isStyled: Bool = false,
        guardsFormulas: Bool = false
    ) {
        self.format = format
        self.shape = shape
        self.width = width
        self.isStyled = isStyled
        self.guardsFormulas = guardsFormulas
    }

    /// Writes `value` to `sink` in chunks. `nil` (a script that returned nothing) writes nothing in any format.
    ///
    /// - Returns: notes for stderr: "no rows", or which columns found no room.
    /// - Throws: `OAuthError` (decode) before anything is written if JSON or CSV cannot hold the value: invalid UTF-8,
    ///   NaN or infinity, more than 1000 levels; and what `sink` throws.
    @discardableResult
    public func render(_ value: LuaValue, to sink: @escaping ByteSink) throws -> [String] {
        guard value != .nil, format != .none else { return [] }
        guard format.streams else { return try renderTable(value, to: sink) }
        if case .list(let rows) = value {
            try renderRows(rows, to: sink)
            return []
        }
        if let unwritable = UnwritableValue.first(in: value) { throw unwritable.error(format: format) }
        if format == .csv {
            // A single table is one record.
            try renderRows([value], to: sink)
        } else {
            var writer = ByteWriter(sink: sink)
            try JSONText().append(value, to: &writer)
            writer.write("\n")
            try writer.flush()
        }
        return []
    }

    /// Writes several sets of rows, each table with its name above it.
    /// - Returns: notes for stderr.
    public func render(_ parts: [NamedRows], to sink: @escaping ByteSink) throws -> [String] {
        var notes: [String] = []
        var writer = ByteWriter(sink: sink)
        for (index, part) in parts.enumerated() {
            var renderer = self
            renderer.shape = part.shape
            if index > 0 { writer.write("\n") }
            writer.write(heading(part.name))
            let more = try renderer.write(.list(part.rows), to: &writer)
            if part.rows.isEmpty { writer.write("no rows\n") } else { notes += more }
        }
        try writer.flush()
        return notes
    }

    private func renderRows(_ rows: [LuaValue], to sink: @escaping ByteSink) throws {
        var document = RowDocument(format: format, guardsFormulas: guardsFormulas, sink: sink)
        document.begin(nil)
        try document.write(rows, columns: shape?.columns)
        try document.finish()
    }

    private func renderTable(_ value: LuaValue, to sink: @escaping ByteSink) throws -> [String] {
        var writer = ByteWriter(sink: sink)
        let notes = try write(value, to: &writer)
        try writer.flush()
        return notes
    }

    private func write(_ value: LuaValue, to writer: inout ByteWriter) throws -> [String] {
        format == .markdown ? try writeMarkdown(value, to: &writer) : try writeTable(value, to: &writer)
    }

    private func heading(_ name: String) -> String {
        if format == .markdown { return "## \(MarkdownText.escape(name))\n\n" }
        return TextStyle.bold.applied(to: VisibleText.escape(name), isOn: isStyled) + (isStyled ? "\n" : ":\n")
    }
}

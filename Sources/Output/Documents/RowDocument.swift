import LuaHost
import OAuthCore

/// Rows as JSON, NDJSON or CSV, written as they come.
///
/// Rows of one result are a list: in JSON with one element a line inside the brackets (valid, countable, and fit for
/// `grep` and `diff`), in NDJSON one value a line. Several results by name are one JSON object of such lists, and in
/// NDJSON lines of the form `{"events":{…}}`; CSV can hold but one.
public struct RowDocument {
    private enum Place {
        case nowhere
        /// In the only list.
        case list
        /// In a list with a name, the first or a later one.
        case named(String)
    }

    private let format: OutputFormat
    private let csv: CSVText
    private var writer: ByteWriter
    private var place = Place.nowhere
    /// Rows of the list that is being written.
    private var count = 0
    private var columns: [RowColumn]?
    /// Rows whose columns are not known before the last of them is there.
    private var held: [LuaValue] = []

    /// - Parameter format: `json` (also as `auto`), `ndjson` or `csv`.
    public init(format: OutputFormat, guardsFormulas: Bool = false, sink: @escaping ByteSink) {
        self.format = format == .auto ? .json : format
        csv = CSVText(guardsFormulas: guardsFormulas)
        writer = ByteWriter(sink: sink)
    }

    /// The rows of a list follow; nil is the only one.
    public mutating func begin(_ name: String?) {
        guard let name else {
            place = .list
            return
        }
        if format == .json {
            endList()
            writer.write(isFirst ? "{" : ",")
            JSONString.append(Array(name.utf8), to: &writer)
            writer.write(":")
        }
        place = .named(name)
        count = 0
    }

    /// - Throws: `OAuthError` (decode) before any of `rows` is written if the format cannot hold one of them, and what the
    ///   sink throws.
    public mutating func write(_ rows: [LuaValue], columns: [RowColumn]?) throws {
        if let unwritable = UnwritableValue.first(in: rows, after: count) { throw unwritable.error(format: format) }
        if format == .csv { return try writeRecords(rows, columns: columns) }
        for row in rows {
            try append(row)
            count += 1
            try writer.spill()
        }
    }

    /// Whether what was written so far is of use although the document never ends, and nothing of it is held back.
    public var isUsefulInPart: Bool {
        switch format {
        case .ndjson: true
        case .csv: held.isEmpty
        default: false
        }
    }

    /// Hands on what was written so far.
    public mutating func flush() throws { try writer.flush() }

    /// Writes what ends the document. Where nothing was begun, nothing is written.
    public mutating func finish() throws {
        switch format {
        case .json:
            endList()
            if case .named = place { writer.write("}") }
            if case .nowhere = place {} else { writer.write("\n") }
        case .csv:
            let columns = columns ?? Records.keys(of: held).map { RowColumn(name: $0) }
            // An empty list has a header only if someone said what the columns are.
            if !columns.isEmpty { try writeRecords([], columns: columns) }
        default: break
        }
        try writer.flush()
    }

    private var isFirst: Bool { if case .nowhere = place { true } else { false } }

    private mutating func append(_ row: LuaValue) throws {
        let json = JSONText()
        if format == .json {
            writer.write(count == 0 ? "[\n" : ",\n")
            return try json.append(row, to: &writer)
        }
        guard case .named(let name) = place else {
            try json.append(row, to: &writer)
            return writer.write("\n")
        }
        writer.write("{")
        JSONString.append(Array(name.utf8), to: &writer)
        writer.write(":")
        try json.append(row, to: &writer)
        writer.write("}\n")
    }

    private mutating func endList() {
        if case .nowhere = place { return }
        writer.write(count == 0 ? "[]" : "\n]")
    }

    /// The first rows with known columns make the header; without any, all rows are held until the end.
    private mutating func writeRecords(_ rows: [LuaValue], columns given: [RowColumn]?) throws {
        count += rows.count
        guard let columns = columns ?? given else {
            held += rows
            return
        }
        if self.columns == nil {
            self.columns = columns
            csv.appendHeader(columns, to: &writer)
        }
        for row in held + rows {
            csv.appendRow(row, columns, to: &writer)
            try writer.spill()
        }
        held = []
    }
}

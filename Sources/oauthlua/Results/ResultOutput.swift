import LuaHost
import OAuthCore
import OAuthLua
import Output
import RowStore

/// Where a command's result goes: rows while the script still runs, where the format allows it, and the rest at the end.
///
/// What fails here is kept: it is the reason why the script fails, whatever the script makes of it.
actor ResultOutput: RowSink {
    nonisolated let target: OutputTarget
    private let settings: OutputSettings
    private let console: Console
    private let withNotes: Bool
    private let place: OutputPlace
    private var selection: ResultSelection
    private var document: RowDocument?
    private var database: RowDatabase?
    /// The name of the rows that come now, where they have one.
    private var name: String?
    private(set) var failure: (any Error)?

    /// - Parameter withNotes: whether to say on stderr what a table could not show.
    init(_ settings: OutputSettings, console: Console, withNotes: Bool = true) {
        self.settings = settings
        self.console = console
        self.withNotes = withNotes
        target = settings.resolved
        place = OutputPlace(settings.file, console: console)
        selection = ResultSelection(settings.table)
    }

    /// nil where rows cannot be shown before all of them are there.
    nonisolated var sink: (any RowSink)? {
        if case .document(let format) = target, !format.streams { nil } else { self }
    }

    // MARK: While the script runs

    func begin(_ name: String?, of count: Int) async throws -> Bool {
        try keepingFailure {
            if let name, try !selection.take(name, of: count, as: target) { return false }
            self.name = name
            begin(isNamed: name != nil && settings.table == nil)
            return true
        }
    }

    func write(_ rows: [LuaValue], as shape: RowShape) async throws -> Bool {
        try keepingFailure {
            try add(rows, shape)
            try document?.flush()
            return try database != nil || (document?.isUsefulInPart == true && !place.isWhole())
        }
    }

    func checkpoint() async throws {
        try keepingFailure { try database?.checkpoint() }
    }

    // MARK: At the end

    /// Writes what the script returned besides, and makes all of it final.
    func finish(_ result: ScriptResult) throws {
        if let failure { throw failure }
        if let parts = result.parts {
            let wanted = try parts.filter { try selection.take($0.name, of: parts.count, as: target) }
            try write(wanted)
        } else {
            try write(result.value, result.shape)
        }
        try selection.check()
        try document?.finish()
        try place.commit()
        try database?.checkpoint()
    }

    /// Leaves everything as it was before, where that can be done: a file, a database.
    func discard() {
        try? database?.rollBack()
        place.discard()
        // What comes next on a terminal is a message, and a document that was cut short ends somewhere in a line.
        if document != nil, settings.file == nil, console.outputWidth != nil { try? console.writeOutput([0x0A]) }
    }

    private func write(_ parts: [NamedRows]) throws {
        guard sink != nil else { return try render { try $0.render(parts, to: place.write) } }
        for part in parts {
            name = part.name
            begin(isNamed: settings.table == nil)
            try add(part.rows, part.shape)
        }
    }

    private func write(_ value: LuaValue, _ shape: RowShape?) throws {
        switch target {
        case .document(let format):
            guard document == nil || !format.streams else { return try add(value.list ?? [], shape ?? RowShape()) }
            try render(shape) { try $0.render(value, to: place.write) }
        case .sqlite:
            guard value != .nil else { return }
            guard let rows = value.list ?? (value.table != nil ? [value] : nil) else {
                throw OAuthError(
                    .config, "a database holds rows, and the script returned a \(value.typeName)",
                    advice: "Return a list of tables, or choose another --output")
            }
            try add(rows, shape ?? RowShape())
        }
    }

    private func begin(isNamed: Bool) {
        guard case .document(let format) = target, format != .none else { return }
        if document == nil {
            document = RowDocument(format: format, guardsFormulas: settings.guardsFormulas, sink: place.write)
        }
        document?.begin(isNamed ? name : nil)
    }

    private func add(_ rows: [LuaValue], _ shape: RowShape) throws {
        guard case .sqlite(let path) = target else {
            return try document?.write(rows, columns: shape.columns) ?? ()
        }
        guard let table = name ?? settings.table ?? shape.name else {
            throw OAuthError(
                .config, "the rows have no name that their table could have", advice: "Name the table with --table NAME"
            )
        }
        let database = database ?? RowDatabase(path: path)
        self.database = database
        try database.write(rows, to: table, shape: shape)
    }

    /// Whole values, and tables, which must know all rows.
    private func render(_ shape: RowShape? = nil, _ body: (Renderer) throws -> [String]) throws {
        guard case .document(let format) = target else { return }
        let width = settings.file == nil ? console.outputWidth : nil
        let renderer = Renderer(
            format: format, shape: shape, width: settings.isWide ? nil : width,
            isStyled: console.isStyled && width != nil, guardsFormulas: settings.guardsFormulas)
        let notes = try body(renderer)
        if withNotes { notes.forEach(console.note) }
    }

    private func keepingFailure<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch {
            if failure == nil { failure = error }
            throw error
        }
    }
}

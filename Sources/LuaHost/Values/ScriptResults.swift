/// What a script returned.
public struct ScriptResults: Sendable, Equatable {
    public var values: [LuaValue]
    /// The order of the columns, where the first value is a table that a module made with
    /// `host.with_columns(rows, columns)`.
    public var columns: [String]?

    /// From a machine's result: the values, and behind them the columns or nil.
    init(_ tape: [LuaValue]) {
        values = Array(tape.dropLast())
        columns = tape.last?.list?.compactMap(\.text)
    }
}

/// What a script returned.
public struct ScriptResults: Sendable, Equatable {
    public var values: [LuaValue]
    /// What is known of the rows in `values`, at the same positions.
    public var shapes: [Shapes]

    public struct Shapes: Sendable, Equatable {
        /// The value's own, where a module made it with `host.with_shape(rows, shape)`.
        public var own: RowShape?
        /// Those of its fields.
        public var fields: [String: RowShape]

        public init(own: RowShape? = nil, fields: [String: RowShape] = [:]) {
            self.own = own
            self.fields = fields
        }
    }

    public init(values: [LuaValue], shapes: [Shapes]) {
        self.values = values
        self.shapes = shapes
    }

    /// From a machine's result: the values, and behind them a list of their shapes.
    init(_ tape: [LuaValue]) {
        values = Array(tape.dropLast())
        shapes = (tape.last?.list ?? []).map { entry in
            guard let parts = entry.list, parts.count == 2 else { return Shapes() }
            let fields = (parts[1].list ?? []).compactMap { field -> (String, RowShape)? in
                guard let pair = field.list, pair.count == 2, let name = pair[0].text else { return nil }
                return RowShape(pair[1]).map { (name, $0) }
            }
            return Shapes(own: RowShape(parts[0]), fields: Dictionary(fields, uniquingKeysWith: { $1 }))
        }
    }
}

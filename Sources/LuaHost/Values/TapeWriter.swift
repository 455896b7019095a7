/// Values as a flat run of tags and bytes, as `CLuaHost/values` reads them.
struct TapeWriter {
    private(set) var bytes: [UInt8] = []

    static func tape(of values: [LuaValue]) -> [UInt8] {
        var writer = TapeWriter()
        for value in values { writer.append(value) }
        return writer.bytes
    }

    mutating func append(_ value: LuaValue) {
        switch value {
        case .nil: put("N")
        case .null: put("Z")
        case .boolean(let value): put(value ? "T" : "F")
        case .integer(let value):
            put("I")
            put(raw: value)
        case .number(let value):
            put("D")
            put(raw: value)
        case .string(let string): put(string)
        case .list(let items):
            put("[")
            put(raw: UInt32(items.count))
            for item in items { append(item) }
        case .table(let fields):
            put("{")
            put(raw: UInt32(fields.count))
            for (name, value) in fields {
                put(name.utf8)
                append(value)
            }
        }
    }

    private mutating func put(_ tag: Unicode.Scalar) { bytes.append(UInt8(ascii: tag)) }

    private mutating func put(_ string: some Collection<UInt8>) {
        put("S")
        put(raw: UInt32(string.count))
        bytes.append(contentsOf: string)
    }

    private mutating func put<T: BitwiseCopyable>(raw value: T) {
        withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
    }
}

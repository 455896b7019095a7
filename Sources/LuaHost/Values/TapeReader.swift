/// Reads what `CLuaHost` wrote. The tape never comes from elsewhere: a damaged one is a bug, and traps.
struct TapeReader {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    static func values(in bytes: UnsafeRawBufferPointer) -> [LuaValue] {
        var reader = TapeReader(bytes)
        var values: [LuaValue] = []
        while let value = reader.next() { values.append(value) }
        return values
    }

    mutating func next() -> LuaValue? {
        guard position < bytes.count else { return nil }
        let tag = Unicode.Scalar(bytes[position])
        position += 1
        switch tag {
        case "N": return .nil
        case "Z": return .null
        case "T": return .boolean(true)
        case "F": return .boolean(false)
        case "I": return .integer(take(Int64.self))
        case "D": return .number(take(Double.self))
        case "S": return .string(Array(takeString()))
        case "[":
            let count = Int(take(UInt32.self))
            var items: [LuaValue] = []
            items.reserveCapacity(count)
            for _ in 0..<count { items.append(expectNext()) }
            return .list(items)
        case "{":
            let count = Int(take(UInt32.self))
            var fields: [String: LuaValue] = Dictionary(minimumCapacity: count)
            for _ in 0..<count {
                position += 1  // the name's tag
                let name = String(decoding: takeString(), as: UTF8.self)
                fields[name] = expectNext()
            }
            return .table(fields)
        default: preconditionFailure("damaged tape")
        }
    }

    mutating func expectNext() -> LuaValue {
        guard let value = next() else { preconditionFailure("the tape is cut short") }
        return value
    }

    private mutating func take<T: BitwiseCopyable>(_ type: T.Type) -> T {
        defer { position += MemoryLayout<T>.size }
        return bytes.loadUnaligned(fromByteOffset: position, as: type)
    }

    private mutating func takeString() -> UnsafeRawBufferPointer.SubSequence {
        let count = Int(take(UInt32.self))
        defer { position += count }
        return bytes[position..<position + count]
    }
}

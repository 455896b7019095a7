/// Strict JSON (RFC 8259) but for a byte order mark, which is skipped. Of repeated names the last counts.
struct JSONParser {
    let bytes: [UInt8]
    private(set) var index = 0
    private var depth = 0
    /// Whether a name that an object holds twice makes the document no document at all.
    var refusesRepeatedNames = false
    /// The name for which it refused one.
    private(set) var repeatedName: String?

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    mutating func document() -> JSONValue? {
        guard let value = value() else { return nil }
        skipSpace()
        return index == bytes.count ? value : nil
    }

    private mutating func value() -> JSONValue? {
        skipSpace()
        guard index < bytes.count else { return nil }
        switch bytes[index] {
        case UInt8(ascii: "{"): return nested { $0.object() }
        case UInt8(ascii: "["): return nested { $0.array() }
        case UInt8(ascii: "\""): return string().map(JSONValue.string)
        case UInt8(ascii: "t"): return word("true", .boolean(true))
        case UInt8(ascii: "f"): return word("false", .boolean(false))
        case UInt8(ascii: "n"): return word("null", .null)
        default: return number()
        }
    }

    private mutating func nested(_ read: (inout Self) -> JSONValue?) -> JSONValue? {
        guard depth < JSONValue.depthLimit else { return nil }
        depth += 1
        index += 1
        defer { depth -= 1 }
        return read(&self)
    }

    private mutating func object() -> JSONValue? {
        var fields: [String: JSONValue] = [:]
        if take("}") { return .object(fields) }
        repeat {
            skipSpace()
            guard let key = string(), take(":"), let value = value() else { return nil }
            if fields.updateValue(value, forKey: key) != nil, refusesRepeatedNames {
                repeatedName = key
                return nil
            }
        } while take(",")
        return take("}") ? .object(fields) : nil
    }

    private mutating func array() -> JSONValue? {
        var items: [JSONValue] = []
        if take("]") { return .array(items) }
        repeat {
            guard let item = value() else { return nil }
            items.append(item)
        } while take(",")
        return take("]") ? .array(items) : nil
    }

    private mutating func number() -> JSONValue? {
        let start = index
        var isInteger = true
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): break
            case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"): isInteger = false
            default: return finishNumber(from: start, isInteger: isInteger)
            }
            index += 1
        }
        return finishNumber(from: start, isInteger: isInteger)
    }

    private func finishNumber(from start: Int, isInteger: Bool) -> JSONValue? {
        let digits = bytes[start..<index].drop { $0 == UInt8(ascii: "-") }
        guard let first = digits.first, 0x30...0x39 ~= first, bytes[index - 1] >= 0x30,
            !(first == 0x30 && digits.dropFirst().first.map { 0x30...0x39 ~= $0 } ?? false)
        else { return nil }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isInteger, let integer = Int64(text) { return .integer(integer) }
        return Double(text).map(JSONValue.number)
    }

    private mutating func string() -> String? {
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { return nil }
        index += 1
        var content: [UInt8] = []
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return String(validating: content, as: UTF8.self)
            case UInt8(ascii: "\\"): guard escape(into: &content) else { return nil }
            case 0..<0x20: return nil
            default: content.append(byte)
            }
        }
        return nil
    }

    private mutating func escape(into content: inout [UInt8]) -> Bool {
        guard index < bytes.count else { return false }
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
        case UInt8(ascii: "b"): content.append(8)
        case UInt8(ascii: "f"): content.append(12)
        case UInt8(ascii: "n"): content.append(10)
        case UInt8(ascii: "r"): content.append(13)
        case UInt8(ascii: "t"): content.append(9)
        case UInt8(ascii: "u"):
            guard let unit = hexUnit() else { return false }
            var units = [unit]
            if UTF16.isLeadSurrogate(unit), bytes[index...].starts(with: Array("\\u".utf8)) {
                index += 2
                guard let second = hexUnit() else { return false }
                units.append(second)
            }
            content += Array(String(decoding: units, as: UTF16.self).utf8)
        default: return false
        }
        return true
    }

    private mutating func hexUnit() -> UInt16? {
        guard index + 4 <= bytes.count else { return nil }
        let digits = bytes[index..<index + 4]
        index += 4
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private mutating func word(_ text: StaticString, _ value: JSONValue) -> JSONValue? {
        let expected = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        guard bytes[index...].starts(with: expected) else { return nil }
        index += expected.count
        return value
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func skipSpace() {
        while index < bytes.count, bytes[index] == 0x20 || 0x09...0x0A ~= bytes[index] || bytes[index] == 0x0D {
            index += 1
        }
    }
}

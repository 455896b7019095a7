import LuaHost

/// Values that look for trouble: every script, marks, joiners, emoji, controls, broken UTF-8, deep and empty things.
struct RandomValues {
    var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    mutating func scalar() -> Unicode.Scalar {
        let ranges: [ClosedRange<UInt32>] = [
            0x20...0x7E, 0x20...0x7E, 0x00...0xFF, 0x300...0x36F, 0x590...0x6FF, 0x900...0x97F, 0x1100...0x11FF,
            0x200B...0x2069, 0x2600...0x27BF, 0x3000...0x30FF, 0x4E00...0x4E80, 0xAC00...0xAC80, 0xFE00...0xFE0F,
            0xFF00...0xFFEF, 0x1F1E6...0x1F1FF, 0x1F3FB...0x1F3FF, 0x1F466...0x1F469, 0x1F600...0x1F64F,
            0xE0020...0xE007F, 0x20000...0x20010,
        ]
        while true {
            let range = ranges[number(0...ranges.count - 1)]
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) { return scalar }
        }
    }

    mutating func string(upTo length: Int) -> String {
        var view = String.UnicodeScalarView()
        for _ in 0..<number(0...length) { view.append(scalar()) }
        return String(view)
    }

    /// `valid` keeps to what JSON can hold.
    mutating func value(depth: Int, valid: Bool) -> LuaValue {
        switch number(0...(depth > 0 ? 9 : 6)) {
        case 0: return .null
        case 1: return .boolean(number(0...1) == 1)
        case 2: return .integer(Int64.random(in: .min ... .max, using: &generator))
        case 3:
            let double = Double(bitPattern: generator.next())
            return valid && !double.isFinite ? .number(0.1) : .number(double)
        case 4 where !valid: return .string((0..<number(0...12)).map { _ in UInt8(number(0...255)) })
        case 4, 5, 6: return .string(Array(string(upTo: 40).utf8))
        case 7: return .list((0..<number(0...4)).map { _ in value(depth: depth - 1, valid: valid) })
        default: return table(depth: depth - 1, valid: valid)
        }
    }

    mutating func table(depth: Int, valid: Bool) -> LuaValue {
        var fields: [String: LuaValue] = [:]
        for _ in 0..<number(0...6) { fields[string(upTo: 12)] = value(depth: depth, valid: valid) }
        return .table(fields)
    }

    /// A list as APIs return them: the same keys in most rows.
    mutating func rows(valid: Bool) -> LuaValue {
        let names = (0..<number(1...12)).map { _ in string(upTo: 14) }
        return .list(
            (0..<number(1...8)).map { _ in
                if number(0...9) == 0 { return value(depth: 2, valid: valid) }
                var fields: [String: LuaValue] = [:]
                for name in names where number(0...7) > 0 { fields[name] = value(depth: 2, valid: valid) }
                return .table(fields)
            })
    }
}

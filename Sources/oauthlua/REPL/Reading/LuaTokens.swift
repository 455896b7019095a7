/// Lua 5.4's tokens (manual, §3.1), with their places; comments and blanks are left out.
struct LuaTokens {
    enum Kind: Equatable {
        case name
        case keyword
        case number
        /// With the text it stands for, escapes left as they are.
        case string(String)
        /// A text that does not end.
        case unfinished(String)
        case symbol
    }

    struct Token: Equatable {
        var kind: Kind
        /// In the bytes of the source.
        var range: Range<Int>
        var text: String

        func isSymbol(_ symbol: String) -> Bool { kind == .symbol && text == symbol }
        func isKeyword(_ word: String) -> Bool { kind == .keyword && text == word }
    }

    static let keywords: Set<String> = [
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local", "nil",
        "not", "or", "repeat", "return", "then", "true", "until", "while",
    ]

    private let source: [UInt8]
    private var at = 0
    private var found: [Token] = []

    static func of(_ source: [UInt8]) -> [Token] {
        var tokens = LuaTokens(source: source)
        tokens.readAll()
        return tokens.found
    }

    static func of(_ source: String) -> [Token] { of(Array(source.utf8)) }

    private init(source: [UInt8]) { self.source = source }

    private func byte(_ offset: Int = 0) -> UInt8? { at + offset < source.count ? source[at + offset] : nil }

    private mutating func readAll() {
        while let first = byte() {
            let start = at
            switch first {
            case 0x20, 0x09...0x0D: at += 1
            case UInt8(ascii: "-") where byte(1) == UInt8(ascii: "-"): skipComment()
            case UInt8(ascii: "["):
                if let level = longBracket() { readLong(level, from: start) } else { addSymbol("[", from: start) }
            case UInt8(ascii: "\""), UInt8(ascii: "'"): readQuoted(first)
            case let byte where Self.isNameStart(byte): readName()
            case let byte where Self.isDigit(byte): readNumber()
            case UInt8(ascii: ".") where byte(1).map(Self.isDigit) == true: readNumber()
            default: readSymbol()
            }
        }
    }

    // MARK: Texts

    /// The number of `=` of a long bracket that opens here, else nil.
    private func longBracket() -> Int? {
        var level = 0
        while byte(1 + level) == UInt8(ascii: "=") { level += 1 }
        return byte(1 + level) == UInt8(ascii: "[") ? level : nil
    }

    /// The end of what stands in the long bracket that opens here; nil where it does not close.
    private func longEnd(_ level: Int) -> Int? {
        let close = [UInt8(ascii: "]")] + [UInt8](repeating: UInt8(ascii: "="), count: level) + [UInt8(ascii: "]")]
        var index = at + level + 2
        while index + close.count <= source.count {
            if source[index] == close[0], source[index..<index + close.count].elementsEqual(close) { return index }
            index += 1
        }
        return nil
    }

    private mutating func readLong(_ level: Int, from start: Int) {
        let begin = at + level + 2
        let end = longEnd(level)
        let text = String(decoding: source[min(begin, source.count)..<(end ?? source.count)], as: UTF8.self)
        at = end.map { $0 + level + 2 } ?? source.count
        add(end == nil ? .unfinished(text) : .string(text), from: start)
    }

    private mutating func skipComment() {
        at += 2
        if byte() == UInt8(ascii: "["), let level = longBracket() {
            at = longEnd(level).map { $0 + level + 2 } ?? source.count
        } else {
            while let next = byte(), next != UInt8(ascii: "\n") { at += 1 }
        }
    }

    private mutating func readQuoted(_ quote: UInt8) {
        let start = at
        at += 1
        while let next = byte(), next != quote, next != UInt8(ascii: "\n") {
            // \z skips the blanks and line ends that follow.
            if next == UInt8(ascii: "\\"), byte(1) == UInt8(ascii: "z") {
                at += 2
                while let blank = byte(), blank == 0x20 || (0x09...0x0D).contains(blank) { at += 1 }
                continue
            }
            at += next == UInt8(ascii: "\\") && byte(1) != nil ? 2 : 1
        }
        let text = String(decoding: source[start + 1..<at], as: UTF8.self)
        let ends = byte() == quote
        if ends { at += 1 }
        add(ends ? .string(text) : .unfinished(text), from: start)
    }

    // MARK: Words

    private mutating func readName() {
        let start = at
        while let next = byte(), Self.isNameStart(next) || Self.isDigit(next) { at += 1 }
        let text = String(decoding: source[start..<at], as: UTF8.self)
        add(Self.keywords.contains(text) ? .keyword : .name, from: start)
    }

    private mutating func readNumber() {
        let start = at
        while let next = byte() {
            let isExponent = at > start && "eEpP".utf8.contains(source[at - 1]) && (next == 0x2B || next == 0x2D)
            guard Self.isNameStart(next) || Self.isDigit(next) || next == UInt8(ascii: ".") || isExponent else { break }
            if next == UInt8(ascii: "."), byte(1) == UInt8(ascii: ".") { break }  // 1..2 joins
            at += 1
        }
        add(.number, from: start)
    }

    private static let longSymbols = ["...", "<<", ">>", "//", "==", "~=", "<=", ">=", "::", ".."].map {
        Array($0.utf8)
    }

    private mutating func readSymbol() {
        let start = at
        let long = Self.longSymbols.first { source[at...].starts(with: $0) }
        at += long?.count ?? 1
        add(.symbol, from: start)
    }

    private mutating func addSymbol(_ symbol: String, from start: Int) {
        at += symbol.utf8.count
        add(.symbol, from: start)
    }

    private mutating func add(_ kind: Kind, from start: Int) {
        let text = String(decoding: source[start..<at], as: UTF8.self)
        found.append(Token(kind: kind, range: start..<at, text: text))
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isNameStart(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_")
    }
}

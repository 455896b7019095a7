import OAuthLua

/// Turns what worked in a session into a script that does the same, for `:save`.
///
/// - An expression whose value is used later, as `_` or `_3`, is kept as that; one that only showed something is left out,
///   unless it is a call, which may have done something.
/// - The last result that is data is what the script returns.
struct SessionScript {
    private struct Piece {
        var text: String
        var record: ChunkRecord
        /// Without `return`, the value of what was typed; nil where it has none.
        var value: String?
    }

    private let pieces: [Piece]

    init(_ records: [ChunkRecord]) {
        pieces = records.filter { $0.outcome == .done && !$0.isCommand }.map(Self.piece)
    }

    var isEmpty: Bool { pieces.isEmpty }

    /// The script, each chunk as it was typed.
    var text: String {
        let last = pieces.lastIndex { $0.record.isData && $0.value != nil }
        var lines: [String] = []
        var tail: String?
        for (index, piece) in pieces.enumerated() {
            if let path = piece.record.path { lines.append("-- \(path)") }
            if !piece.text.isEmpty { lines.append(piece.text) }
            guard let value = piece.value, let result = piece.record.result else {
                if piece.record.form == .call, let call = piece.value { lines.append(call) }
                continue
            }
            let later = pieces[(index + 1)...]
            let isUsed = later.contains { Self.mentions("_\(result)", $0) }
            let isLast = Self.uses(later, nextOf: result)
            if index == last, !isUsed, !isLast, later.allSatisfy({ $0.value != nil && !Self.isKept($0) }) {
                tail = "return \(value)"
            } else {
                if index == last { tail = "return _\(result)" }
                if isUsed || isLast || index == last {
                    lines.append("_\(result) = \(value)")
                    if isLast { lines.append("_ = _\(result)") }
                } else if piece.record.form == .call {
                    lines.append(value)
                }
            }
        }
        return (lines + (tail.map { [$0] } ?? [])).joined(separator: "\n") + "\n"
    }

    /// What a chunk does, and the value it ends with.
    private static func piece(_ record: ChunkRecord) -> Piece {
        let source = record.text
        if record.form != .statement { return Piece(text: "", record: record, value: source) }
        guard let keyword = TopLevel.lastReturn(in: source) else { return Piece(text: source, record: record) }
        let bytes = Array(source.utf8)
        var text = String(decoding: bytes[..<keyword.range.lowerBound], as: UTF8.self)
        while text.last?.isWhitespace == true { text.removeLast() }
        let rest = LuaTokens.of(Array(bytes[keyword.range.upperBound...]))
        var value = String(decoding: bytes[keyword.range.upperBound...], as: UTF8.self)
        while let last = value.last, last.isWhitespace || last == ";" { value.removeLast() }
        value = String(value.drop(while: \.isWhitespace))
        let hasValue = record.result != nil && rest.contains { !$0.isSymbol(";") }
        return Piece(text: text, record: record, value: hasValue ? value : nil)
    }

    /// Whether the script has the chunk for what it does.
    private static func isKept(_ piece: Piece) -> Bool { piece.record.form != .expression || !piece.text.isEmpty }

    private static func mentions(_ name: String, _ piece: Piece) -> Bool {
        LuaTokens.of(piece.text + "\n" + (piece.value ?? "")).contains { $0.kind == .name && $0.text == name }
    }

    /// Whether `_` is used while it is this result.
    private static func uses(_ later: ArraySlice<Piece>, nextOf result: Int) -> Bool {
        for piece in later {
            if mentions("_", piece) { return true }
            if piece.record.result != nil { return false }
        }
        return false
    }
}

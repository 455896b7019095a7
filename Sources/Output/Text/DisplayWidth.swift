import OAuthCore

/// How many terminal columns text takes. Where terminals disagree, the greater number: a line that is a column short is
/// better than one that breaks.
public enum DisplayWidth {
    /// Columns of `text`, which must hold no control characters (see ``VisibleText``). Stops counting once `limit` is
    /// passed.
    public static func of(_ text: some StringProtocol, limit: Int = .max) -> Int {
        if isPlainASCII(text.utf8) { return text.utf8.count }
        var width = 0
        for character in text {
            width += of(character)
            if width > limit { break }
        }
        return width
    }

    /// `text` if it fits into `columns`, else as many whole characters as fit with `…` after them.
    public static func cut(_ text: String, to columns: Int) -> String {
        if of(text, limit: columns) <= columns { return text }
        guard columns > 0 else { return "" }
        var width = 0
        var end = text.startIndex
        while end < text.endIndex {
            width += of(text[end])
            if width > columns - 1 { break }
            end = text.index(after: end)
        }
        return text[..<end] + "…"
    }

    /// Columns of one grapheme cluster. An emoji is two, however many scalars it is joined from; in all else (also skin
    /// tones without a base) the scalars add up, as terminals that know no clusters advance scalar by scalar.
    static func of(_ character: Character) -> Int {
        let scalars = character.unicodeScalars
        if let first = scalars.first, first.properties.isEmoji, !first.properties.isEmojiModifier,
            scalars.contains(where: { $0.properties.isEmojiPresentation || $0 == emojiVariationSelector })
        {
            return 2
        }
        return scalars.reduce(0) { $0 + of($1) }
    }

    static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return 1 }
        if isZeroWidth(scalar) { return 0 }
        return scalar.properties.isEmojiPresentation || isWide(scalar) ? 2 : 1
    }

    /// Marks, joiners, variation selectors, invisible format characters, and the jamo that are drawn into the syllable
    /// before them. Spacing marks (Mc) take a column in most terminals; so do the format characters that are drawn
    /// (Arabic number signs) and the halfwidth voicing marks.
    private static func isZeroWidth(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1160...0x11FF, 0xD7B0...0xD7FF: return true
        case 0x600...0x605, 0x6DD, 0x70F, 0x890...0x891, 0x8E2, 0x110BD, 0x110CD, 0xFF9E...0xFF9F: return false
        default: break
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return true
        default: return scalar.properties.isGraphemeExtend
        }
    }

    private static let emojiVariationSelector: Unicode.Scalar = "\u{FE0F}"

    private static func isPlainASCII(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    }
}

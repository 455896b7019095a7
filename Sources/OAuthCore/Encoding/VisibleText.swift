/// Text from elsewhere, made fit to be shown to a person: short, on one line, and with nothing hidden in it.
public enum VisibleText {
    /// Control and format characters (terminal escapes, bidirectional overrides, zero-width characters) become `\u{…}`,
    /// white space at the ends goes, and what is longer than `limit` characters ends in `…`.
    public static func of(_ text: String, limit: Int = 300) -> String {
        var shown = ""
        for character in text.drop(while: \.isWhitespace).prefix(limit + 1) {
            for scalar in character.unicodeScalars.prefix(8) {
                if isHidden(scalar) {
                    shown += scalar == "\n" || scalar == "\r" || scalar == "\t" ? " " : scalar.escaped(asASCII: true)
                } else {
                    shown.unicodeScalars.append(scalar)
                }
            }
        }
        if shown.count > limit { shown = shown.prefix(limit) + "…" }
        while shown.last?.isWhitespace == true { shown.removeLast() }
        return shown
    }

    static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
        default: false
        }
    }
}

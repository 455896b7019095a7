/// Breaks messages into lines that fit the terminal.
public enum TextWrap {
    /// Words stay whole, even those longer than a line (URLs stay clickable), and so does what stands in backquotes
    /// (commands stay copyable). Lines after the first are indented by `indent` columns.
    ///
    /// - Parameters:
    ///   - width: columns of the terminal; nil leaves lines as long as they are.
    ///   - used: columns already taken on the first line.
    public static func wrap(_ text: String, width: Int?, used: Int, indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            lines += fold(paragraph, width: width, used: lines.isEmpty ? used : indent, indent: indent)
        }
        return lines.joined(separator: "\n" + margin)
    }

    private static func fold(_ line: Substring, width: Int?, used: Int, indent: Int) -> [String] {
        // What starts with a blank is laid out already: a snippet with a caret under it.
        guard let width, width - indent >= 20, !line.hasPrefix(" "), used + DisplayWidth.of(line) > width else {
            return [String(line)]
        }
        var lines: [String] = []
        var current = ""
        var column = used
        for word in words(line) {
            let columns = DisplayWidth.of(word)
            if !current.isEmpty, column + 1 + columns > width {
                lines.append(current)
                current = ""
                column = indent
            }
            if !current.isEmpty {
                current += " "
                column += 1
            }
            current += word
            column += columns
        }
        return lines + [current]
    }

    private static func words(_ line: Substring) -> [String] {
        var words: [String] = []
        var word = ""
        var isQuoted = false
        // A quote that is never closed quotes nothing.
        var quotes = line.count { $0 == "`" } / 2 * 2
        for character in line {
            if character == "`", quotes > 0 {
                isQuoted.toggle()
                quotes -= 1
            }
            if character == " ", !isQuoted {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(character)
            }
        }
        return word.isEmpty ? words : words + [word]
    }
}

import OAuthCore
import Output

/// What a person reads on a terminal in the place of a table: headings, sentences, and names with what they stand for.
struct PageText {
    /// Columns.
    var width: Int
    var isStyled: Bool
    private(set) var lines: [String] = []

    init(width: Int, isStyled: Bool) {
        self.width = width
        self.isStyled = isStyled
    }

    var text: String { lines.joined(separator: "\n") + "\n" }

    mutating func heading(_ text: String) {
        if !lines.isEmpty { lines.append("") }
        let text = VisibleText.of(text, limit: 4000)
        lines.append(isStyled ? "\u{1B}[1m\(text)\u{1B}[0m" : text)
    }

    mutating func paragraph(_ text: String) { hang(text, behind: "") }

    mutating func item(_ text: String) { hang(text, behind: "- ") }

    /// Lines that are to be copied: as they are, indented.
    mutating func code(_ code: [String]) {
        lines += code.map { "  " + $0.prefix { $0 == " " } + VisibleText.of($0, limit: 4000) }
    }

    /// Names in a column of their own, as far as they are short.
    mutating func entries(_ entries: [(name: String, text: String)]) {
        let widest = entries.map(\.name.count).filter { $0 <= 28 }.max() ?? 0
        for entry in entries {
            let name = VisibleText.of(entry.name, limit: 200)
            if name.count > widest {
                lines.append("  " + name)
                hang(entry.text, behind: String(repeating: " ", count: widest + 4))
            } else {
                hang(entry.text, behind: "  " + name + String(repeating: " ", count: widest - name.count + 2))
            }
        }
    }

    private mutating func hang(_ text: String, behind start: String) {
        let wrapped = TextWrap.wrap(
            VisibleText.of(text, limit: 4000), width: width, used: start.count, indent: start.count)
        lines.append(start + wrapped)
    }
}

extension Console {
    /// An empty page, where the result goes to a person who did not ask for a format.
    func page(for settings: OutputSettings) -> PageText? {
        guard settings.target == .document(.auto), settings.file == nil, let width = outputWidth else { return nil }
        return PageText(width: width, isStyled: isStyled)
    }

    func show(_ page: PageText) throws { try writeOutput(Array(page.text.utf8)) }
}

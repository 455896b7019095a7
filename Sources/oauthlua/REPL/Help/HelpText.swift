import Output

/// The pages of `:help`.
struct HelpText {
    /// Columns.
    var width: Int
    var isStyled: Bool

    /// The commands, and what else can be asked for.
    func overview(_ index: HelpIndex) -> String {
        let widest = PromptCommand.all.map(\.usage.count).max() ?? 0
        var lines = PromptCommand.all.map { command in
            let blank = String(repeating: " ", count: widest - command.usage.count + 2)
            return "  " + bold(command.usage) + blank + wrap(command.text, used: widest + 4)
        }
        let modules = index.names.filter { !$0.contains(".") && !$0.contains(":") }
        let topics = "NAME is one of \(modules.joined(separator: ", ")), or something in them: connection:get, scope"
        lines += ["", wrap(topics, used: 0)]
        lines += ["", "_ is the last result, _1, _2 … are the earlier ones."]
        return lines.joined(separator: "\n") + "\n"
    }

    func page(_ entry: HelpIndex.Entry, in index: HelpIndex) -> String {
        var lines = [bold(entry.signature ?? entry.name) + returned(entry)]
        lines += text(entry.text)
        if !entry.parameters.isEmpty { lines += [""] + list(entry.parameters) }
        if !entry.fields.isEmpty {
            lines += entry.parameters.isEmpty ? [""] : ["", "Its fields:"]
            lines += list(entry.fields)
        }
        let members = index.names.filter { $0.hasPrefix(entry.name + ".") || $0.hasPrefix(entry.name + ":") }
        if entry.signature == nil, !members.isEmpty {
            lines += ["", wrap("In it: \(members.joined(separator: ", "))", used: 0)]
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n") + "\n"
    }

    private func returned(_ entry: HelpIndex.Entry) -> String {
        entry.returns.isEmpty
            ? "" : " → " + entry.returns.map(type).joined(separator: ", ")
    }

    /// The type before what is said of it: `response`, `fun(definition: table): resource`.
    private func type(_ text: String) -> String {
        var depth = 0
        var before: Character = " "
        let end = text.firstIndex { character in
            defer { before = character }
            if "(<{".contains(character) { depth += 1 }
            if ")>}".contains(character) { depth -= 1 }
            return character == " " && depth == 0 && before != ":"
        }
        return String(text[..<(end ?? text.endIndex)])
    }

    /// Paragraphs are wrapped as a whole, code is indented.
    private func text(_ source: [String]) -> [String] {
        var lines: [String] = []
        var paragraph: [String] = []
        var isCode = false
        func endParagraph() {
            if !paragraph.isEmpty { lines.append(wrap(paragraph.joined(separator: " "), used: 0)) }
            paragraph = []
        }
        for line in source {
            if !isCode, !line.isEmpty, !line.hasPrefix("```"), !line.hasPrefix("# "), !line.hasPrefix("- ") {
                paragraph.append(line)
                continue
            }
            endParagraph()
            if line.hasPrefix("```") {
                isCode.toggle()
            } else if line.hasPrefix("# ") {
                lines += ["", bold(String(line.dropFirst(2)))]
            } else if line.hasPrefix("- ") {
                paragraph = [line]
            } else {
                lines.append(isCode ? "    " + line : "")
            }
        }
        endParagraph()
        return lines
    }

    private func list(_ fields: [HelpIndex.Field]) -> [String] {
        fields.map { field in
            let type = field.type.isEmpty ? "" : " (\(field.type))"
            let head = "  \(bold(field.name))\(type)"
            return field.text.isEmpty ? head : head + "\n      " + wrap(field.text, used: 6)
        }
    }

    private func wrap(_ text: String, used: Int) -> String {
        TextWrap.wrap(text, width: width, used: used, indent: used)
    }

    private func bold(_ text: String) -> String { isStyled ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
}

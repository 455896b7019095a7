import OAuthLua

/// What becomes of Tab: what is put into the line, or shown below it.
struct CompletionOffer: Equatable {
    /// Behind the cursor.
    var insertion = ""
    /// What could follow, where that is not one.
    var choices: [String] = []

    init() {}

    init(_ request: CompletionRequest, words: [InteractiveSession.Word]) {
        var seen = Set<String>()
        let fitting = words.filter {
            $0.name.hasPrefix(request.prefix) && request.subject.admits($0) && seen.insert($0.name).inserted
        }
        .sorted { $0.name < $1.name }
        guard let first = fitting.first else { return }
        let common = fitting.dropFirst().reduce(first.name[...]) { common, word in
            common.prefix(zip(common, word.name).prefix { $0 == $1 }.count)
        }
        insertion = String(common.dropFirst(request.prefix.count))
        if fitting.count == 1 {
            insertion += request.subject.ending(of: first)
        } else if insertion.isEmpty {
            choices = fitting.map(\.name)
        }
    }

    /// In columns of a terminal, names going down as `ls` shows them; at most 200.
    static func columns(_ names: [String], width: Int) -> String {
        let shown = names.prefix(200)
        let widest = (shown.map(\.count).max() ?? 0) + 2
        let columns = max(1, width / widest)
        let rows = (shown.count + columns - 1) / columns
        var text = ""
        for row in 0..<rows {
            let line = stride(from: row, to: shown.count, by: rows).map { shown[$0] }
            for (index, name) in line.enumerated() {
                let isLast = index == line.count - 1
                text += isLast ? name : name + String(repeating: " ", count: widest - name.count)
            }
            text += "\n"
        }
        return names.count > shown.count ? text + "… and \(names.count - shown.count) more\n" : text
    }
}

extension CompletionRequest.Subject {
    fileprivate func admits(_ word: InteractiveSession.Word) -> Bool {
        switch self {
        case .methods: word.type == "function" && Self.isName(word.name)
        case .machine(.globals), .machine(.fields): Self.isName(word.name)
        case .keys, .machine(.connections), .presets, .commands, .help: true
        }
    }

    /// What follows a word that is the only one.
    fileprivate func ending(of word: InteractiveSession.Word) -> String {
        switch self {
        case .keys: "\"]"
        case .machine(.connections), .presets: "\""
        case .commands: " "
        case .help: ""
        case .machine, .methods: word.type == "function" ? "(" : ""
        }
    }

    private static func isName(_ text: String) -> Bool {
        let tokens = LuaTokens.of(text)
        return tokens.count == 1 && tokens[0].text == text && (tokens[0].kind == .name || tokens[0].kind == .keyword)
    }
}

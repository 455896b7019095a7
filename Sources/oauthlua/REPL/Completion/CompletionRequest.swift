import LuaHost
import OAuthLua

/// What Tab asks for: decided by the line up to the cursor, without looking at any value.
struct CompletionRequest: Equatable {
    enum Subject: Equatable {
        case machine(InteractiveSession.Question)
        /// Only what can be called: behind a colon.
        case methods([LuaValue])
        /// Keys in brackets.
        case keys([LuaValue])
        case presets
        case commands
        case help
    }

    var subject: Subject
    /// What is there of the word.
    var prefix: String

    init(_ subject: Subject, prefix: String) {
        self.subject = subject
        self.prefix = prefix
    }

    /// nil where nothing sensible can follow.
    init?(line: String) {
        if let command = PromptCommand(line) ?? (line == ":" ? PromptCommand(":?") : nil) {
            guard command.argument.isEmpty == false || line.hasSuffix(" ") else {
                self.init(.commands, prefix: line == ":" ? "" : command.name)
                return
            }
            switch (try? command.resolved())?.name {
            case "help": self.init(.help, prefix: command.argument)
            case "table", "json", "type", "time":
                self.init(lua: String(line.drop { $0 != " " }))
            default: return nil
            }
            return
        }
        self.init(lua: line)
    }

    private init?(lua line: String) {
        let tokens = LuaTokens.of(line)
        let end = line.utf8.count
        guard let last = tokens.last, last.range.upperBound == end else {
            // Behind a blank: a new word, unless a comment ends here.
            guard !Self.endsInComment(line, tokens) else { return nil }
            self.init(.machine(.globals), prefix: "")
            return
        }
        switch last.kind {
        case .unfinished(let text): self.init(textAfter: tokens.dropLast(), text)
        case .name, .keyword: self.init(nameAfter: Array(tokens.dropLast()), prefix: last.text)
        case .symbol where last.text == "." || last.text == ":": self.init(nameAfter: tokens, prefix: "")
        case .symbol where ["(", "{", ",", "=", "[", "+", "-", "*", "/", "#", "=="].contains(last.text):
            self.init(.machine(.globals), prefix: "")
        default: return nil
        }
    }

    /// A name at the end, behind `tokens`.
    private init?(nameAfter tokens: [LuaTokens.Token], prefix: String) {
        guard let separator = tokens.last, separator.isSymbol(".") || separator.isSymbol(":") else {
            self.init(.machine(.globals), prefix: prefix)
            return
        }
        guard let path = Self.path(tokens.dropLast()) else { return nil }
        self.init(separator.text == ":" ? .methods(path) : .machine(.fields(path)), prefix: prefix)
    }

    /// A text that begins behind `tokens`.
    private init?(textAfter tokens: ArraySlice<LuaTokens.Token>, _ text: String) {
        let before = tokens.last?.isSymbol("(") == true ? tokens.dropLast() : tokens
        if before.last?.text == "connection", before.dropLast().last?.isSymbol(".") == true {
            self.init(.machine(.connections), prefix: text)
        } else if tokens.last?.isSymbol("=") == true, tokens.dropLast().last?.text == "preset" {
            self.init(.presets, prefix: text)
        } else if tokens.last?.isSymbol("[") == true, let path = Self.path(tokens.dropLast()) {
            self.init(.keys(path), prefix: text)
        } else {
            return nil
        }
    }

    /// `_.items[1]["x"]` at the end of the tokens, as names and keys; nil where something is called or computed.
    private static func path(_ tokens: ArraySlice<LuaTokens.Token>) -> [LuaValue]? {
        var path: [LuaValue] = []
        var rest = tokens
        while let token = rest.popLast() {
            if token.kind == .name {
                path.insert(.text(token.text), at: 0)
                guard let separator = rest.last, separator.isSymbol(".") else { return path }
                rest.removeLast()
            } else if token.isSymbol("]"), let key = rest.popLast(), rest.popLast()?.isSymbol("[") == true {
                guard let value = constant(key) else { return nil }
                path.insert(value, at: 0)
                if rest.last?.isSymbol(".") == true { return nil }
            } else {
                return nil
            }
        }
        return nil
    }

    private static func constant(_ token: LuaTokens.Token) -> LuaValue? {
        switch token.kind {
        case .string(let text): .text(text)
        case .number: Int64(token.text).map { .integer($0) }
        default: nil
        }
    }

    private static func endsInComment(_ line: String, _ tokens: [LuaTokens.Token]) -> Bool {
        let rest = Array(line.utf8)[(tokens.last?.range.upperBound ?? 0)...]
        return rest.starts(with: [0x2D, 0x2D]) || String(decoding: rest, as: UTF8.self).contains("--")
    }
}

import OAuthCore

/// Tells whether a chunk of Lua has a secret in it, written out: such a chunk is not written to the history.
///
/// When in doubt it has. ``SecretNames`` decides by the name that a literal stands for, and by what it looks like.
enum SecretLiterals {
    static func areIn(_ source: String) -> Bool {
        let tokens = LuaTokens.of(source)
        return tokens.indices.contains { index in
            if tokens[index].isSymbol("=") { return hasSecret(tokens, after: index) }
            guard let text = tokens[index].literal else { return false }
            return isArgument(tokens, index, of: text) || showsItself(text)
        }
    }

    // MARK: Values of names

    /// `name = value`, `["name"] = value`, `a, b = value, value`.
    private static func hasSecret(_ tokens: [LuaTokens.Token], after equals: Int) -> Bool {
        let names = names(tokens, before: equals)
        guard !names.isEmpty else { return false }
        var depth = 0
        var calls = 0
        for index in (equals + 1)..<max(tokens.count, equals + 1) {
            let token = tokens[index]
            if token.kind == .symbol {
                if "({[".contains(token.text) { depth += 1 }
                if ")}]".contains(token.text) { depth -= 1 }
                if token.text == "(" { calls += 1 }
                if token.text == ")" { calls -= 1 }
                if depth < 0 || token.text == ";" || (token.text == "," && depth == 0 && names.count == 1) {
                    return false
                }
                // The next name of a table or statement has a value of its own.
                if token.text == "=", depth == 0 { return false }
            }
            guard let text = token.literal, !isName(tokens, index) else { continue }
            // An argument is not the value itself: only the name counts, not the looks.
            if names.contains(where: { hides(calls > 0 ? "x" : text, as: $0) }) { return true }
        }
        return false
    }

    private static func hides(_ text: String, as name: String) -> Bool {
        // `key = "id"` names a column, `client_auth = "post"` a method.
        // A path is long and mixed without being a secret; its query is looked at by itself.
        let text = text.hasPrefix("/") ? "x" : text
        let isWord = text.utf8.count <= 20 && text.allSatisfy { ("a"..."z").contains($0) || $0 == "_" }
        if isWord, name == "key" || name == "client_auth" { return false }
        return SecretNames.hides(text, name: name, isAnswer: false)
    }

    private static func names(_ tokens: [LuaTokens.Token], before equals: Int) -> [String] {
        var names: [String] = []
        var index = equals - 1
        while index >= 0 {
            if tokens[index].isSymbol(">") { index -= 3 }  // an attribute
            guard index >= 0 else { break }
            if tokens[index].kind == .name {
                names.append(tokens[index].text)
                index -= 1
            } else if tokens[index].isSymbol("]"), index >= 2, tokens[index - 2].isSymbol("["),
                case .string(let name) = tokens[index - 1].kind
            {
                names.append(name)
                index -= 3
            } else {
                break
            }
            // `a.b, c = …` is a list; `{ x = 1, y = 2 }` comes here with `y` alone, because a value is no name.
            while index >= 1, tokens[index].isSymbol("."), tokens[index - 1].kind == .name { index -= 2 }
            guard index >= 1, tokens[index].isSymbol(","), !endsValue(tokens, index - 1) else { break }
            index -= 1
        }
        return names
    }

    /// Whether the name at `index` is a value (`x = y, z = …`) rather than one of a list.
    private static func endsValue(_ tokens: [LuaTokens.Token], _ index: Int) -> Bool {
        index >= 1 && (tokens[index - 1].isSymbol("=") || tokens[index].kind != .name)
    }

    /// The argument of `secret "NAME"` is a name, and so is a key in brackets.
    private static func isName(_ tokens: [LuaTokens.Token], _ index: Int) -> Bool {
        guard index > 0 else { return false }
        let before = tokens[index - 1].isSymbol("(") && index > 1 ? tokens[index - 2] : tokens[index - 1]
        if before.kind == .name, before.text == "secret" { return true }
        return tokens[index - 1].isSymbol("[") && index + 1 < tokens.count && tokens[index + 1].isSymbol("]")
    }

    // MARK: Others

    /// `set_password("hunter2")`
    private static func isArgument(_ tokens: [LuaTokens.Token], _ index: Int, of text: String) -> Bool {
        guard index > 0, !isName(tokens, index) else { return false }
        let before = tokens[index - 1].isSymbol("(") && index > 1 ? tokens[index - 2] : tokens[index - 1]
        guard before.kind == .name else { return false }
        return SecretNames.hides("x", name: before.text, isAnswer: false)
    }

    /// A token as it is sent, or a URL that carries one.
    private static func showsItself(_ text: String) -> Bool {
        for scheme in ["Bearer ", "Basic ", "DPoP ", "token "]
        where text.hasPrefix(scheme) && text.count > scheme.count + 5 {
            return true
        }
        if text.hasPrefix("eyJ"), text.contains(".") { return true }
        let isURL = text.contains("://") || text.hasPrefix("/")
        guard isURL, text.contains("?") || text.contains("#") else { return false }
        let url = text.hasPrefix("/") ? "https://host" + text : text
        return SecretNames.hides(url, name: "href", isAnswer: false)
    }
}

extension LuaTokens.Token {
    /// The text of a string or number.
    fileprivate var literal: String? {
        switch kind {
        case .string(let text), .unfinished(let text): text
        case .number: text
        default: nil
        }
    }
}

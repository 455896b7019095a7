/// What stands outside of all blocks and functions of a chunk.
enum TopLevel {
    /// The chunk with its outermost locals made globals, line for line: `local x = 1` is `x = 1`, `local x` is `x = nil`,
    /// `local function f` is `function f`, attributes go. A to-be-closed variable stays local, and so does `_ENV`, which
    /// would not be a global.
    static func sharingLocals(_ source: [UInt8]) -> [UInt8] {
        let tokens = LuaTokens.of(source)
        var edits: [(range: Range<Int>, text: [UInt8])] = []
        for index in indices(of: "local", in: tokens) {
            if index + 1 < tokens.count, tokens[index + 1].isKeyword("function") {
                edits.append((tokens[index].range, []))
                continue
            }
            guard let names = Names(tokens, after: index), !names.staysLocal else { continue }
            edits.append((tokens[index].range, []))
            for attribute in names.attributes { edits.append((attribute, [])) }
            if !names.hasValues { edits.append((names.end..<names.end, Array(" = nil".utf8))) }
        }
        var result = source
        for (range, text) in edits.reversed() { result.replaceSubrange(range, with: text) }
        return result
    }

    /// The outermost `return`, which can only be the last statement; nil where there is none.
    static func lastReturn(in source: String) -> LuaTokens.Token? {
        let tokens = LuaTokens.of(source)
        return indices(of: "return", in: tokens).last.map { tokens[$0] }
    }

    /// Where a keyword stands outside of all blocks.
    private static func indices(of keyword: String, in tokens: [LuaTokens.Token]) -> [Int] {
        var depth = 0
        var found: [Int] = []
        for (index, token) in tokens.enumerated() where token.kind == .keyword {
            switch token.text {
            // `for` and `while` have a `do`, `elseif` and `else` the `end` of their `if`.
            case "function", "do", "if", "repeat": depth += 1
            case "end", "until": depth -= 1
            case keyword where depth == 0: found.append(index)
            default: break
            }
        }
        return found
    }

    /// The names behind `local`.
    private struct Names {
        var attributes: [Range<Int>] = []
        var staysLocal = false
        var hasValues = false
        /// Behind the last name and its attribute.
        var end = 0

        /// nil for what is no list of names.
        init?(_ tokens: [LuaTokens.Token], after index: Int) {
            var next = index + 1
            while next < tokens.count, tokens[next].kind == .name {
                if tokens[next].text == "_ENV" { staysLocal = true }
                end = tokens[next].range.upperBound
                next += 1
                if next + 2 < tokens.count, tokens[next].isSymbol("<"), tokens[next + 2].isSymbol(">") {
                    if tokens[next + 1].text == "close" { staysLocal = true }
                    attributes.append(tokens[next].range.lowerBound..<tokens[next + 2].range.upperBound)
                    end = tokens[next + 2].range.upperBound
                    next += 3
                }
                guard next < tokens.count, tokens[next].isSymbol(",") else { break }
                next += 1
            }
            guard end > 0 else { return nil }
            hasValues = next < tokens.count && tokens[next].isSymbol("=")
        }
    }
}

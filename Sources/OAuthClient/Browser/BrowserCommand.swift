/// A command that shows a URL, as `$BROWSER` or a desktop names it.
struct BrowserCommand: Sendable, Equatable {
    var words: [String]

    /// `$BROWSER`: commands separated by colons, tried from left to right.
    static func list(_ text: String) -> [BrowserCommand] {
        text.split(separator: ":").compactMap { BrowserCommand(String($0)) }
    }

    /// Words as a shell would split them, quotes and backslashes understood, and nothing else of a shell's. An `&` at
    /// the end is left out: nothing waits for the browser anyway. nil where no word is left or a quote is not closed.
    init?(_ text: String) {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var characters = text.makeIterator()
        while let character = characters.next() {
            if let open = quote {
                if character == open {
                    quote = nil
                } else if character == "\\", open == "\"" {
                    guard let escaped = characters.next() else { return nil }
                    word = (word ?? "") + (escaped == "\"" || escaped == "\\" ? "" : "\\") + String(escaped)
                } else {
                    word = (word ?? "") + String(character)
                }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character == "\\" {
                guard let escaped = characters.next() else { return nil }
                word = (word ?? "") + String(escaped)
            } else if character.isWhitespace {
                if let word { words.append(word) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let word { words.append(word) }
        if words.last == "&" { words.removeLast() }
        guard quote == nil, !words.isEmpty else { return nil }
        self.words = words
    }

    init(words: [String]) { self.words = words }

    /// The words to run: `%s` is the URL, `%%` a percent sign; a command without `%s` gets the URL as its last word.
    func arguments(for url: String) -> [String] {
        var isPlaced = false
        var arguments = words.map { word in
            var result = ""
            var rest = word[...]
            while let character = rest.popFirst() {
                if character == "%", rest.first == "s" {
                    rest.removeFirst()
                    result += url
                    isPlaced = true
                } else {
                    if character == "%", rest.first == "%" { rest.removeFirst() }
                    result.append(character)
                }
            }
            return result
        }
        if !isPlaced { arguments.append(url) }
        return arguments
    }
}

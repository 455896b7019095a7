/// Hides what could be a secret in text that an error message quotes.
enum SecretCover {
    private static let names = ["token", "secret", "code", "password", "key", "assertion", "verifier", "authorization"]

    /// Words of 16 characters or more are covered, and whatever a name like `token` is set to.
    static func cover(_ text: String) -> String {
        var covered = ""
        var word = ""
        var separator = ""
        var nameBefore = ""
        func finishWord() {
            guard !word.isEmpty else { return }
            let isSet = separator.contains { $0 == ":" || $0 == "=" }
            let isNamed = isSet && names.contains { nameBefore.lowercased().contains($0) }
            covered += isNamed || (word.count >= 16 && !isName(word)) ? "…" : word
            nameBefore = word
            word = ""
            separator = ""
        }
        for character in text.prefix(2_000) {
            if character.isLetter || character.isNumber || "-._~+/%".contains(character) {
                word.append(character)
            } else {
                finishWord()
                separator.append(character)
                covered.append(character)
            }
        }
        finishWord()
        return covered
    }

    /// The names of RFC 6749 and their like are long, too: `refresh_token_expires_in`, `error_description`.
    private static func isName(_ word: String) -> Bool {
        word.contains("_") && word.allSatisfy { $0.isLowercase || $0 == "_" } && word.count <= 32
    }

    /// `text` without the values of these secrets, wherever they stand in it.
    static func cover(_ secrets: [Redacted<String>?], in text: String) -> String {
        secrets.compactMap { $0?.reveal() }.filter { $0.count >= 6 }.reduce(text) { text, secret in
            text.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "…")
        }
    }
}

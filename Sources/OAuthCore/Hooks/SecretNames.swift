/// Tells by its name, or by what it looks like, whether a text is a secret: what hooks must not see.
///
/// When in doubt it is one. A hook can still move and combine what is hidden; what it must be able to read are messages,
/// scopes, ids, URLs and numbers.
public enum SecretNames {
    /// Whether the text of a field is to be hidden.
    /// - Parameter isAnswer: of a provider, where `code` is an error's more often than a secret.
    public static func hides(_ text: String, name: String, isAnswer: Bool) -> Bool {
        let words = words(of: name)
        return isSecret(words, isAnswer: isAnswer) || (!isHarmless(words) && looksRandom(text))
    }

    // MARK: By name

    /// Anywhere in a name without its separators.
    private static let parts = [
        "token", "secret", "password", "passwd", "assertion", "verifier", "authorization", "apikey", "credential",
        "signature", "cookie", "session", "jwt",
    ]
    /// As one of a name's words.
    private static let whole: Set<String> = [
        "key", "code", "pin", "otp", "sid", "sig", "pass", "ticket", "auth", "dpop",
    ]
    /// What a secret has rather than is: `token_type`, `refresh_token_expires_in`.
    private static let properties: Set<String> = [
        "type", "hint", "expires", "expiry", "expiration", "in", "at", "lifetime", "count", "status", "scope", "scopes",
        "name", "method", "endpoint", "url", "uri",
    ]
    /// `error_code` and its like are for reading.
    private static let openCodes: Set<String> = [
        "error", "err", "status", "result", "response", "return", "country", "currency", "language", "postal",
    ]
    private static let harmless: Set<String> = properties.union([
        "description", "message", "msg", "error", "errors", "detail", "reason", "email", "mail", "domain", "host",
        "hostname", "server", "region", "tenant", "realm", "locale", "timezone", "zone", "title", "login", "username",
        "user",
        "id", "ids", "uid", "guid", "uuid", "sub", "iss", "issuer", "aud", "audience", "resource", "version", "agent",
        "date", "time",
    ])

    static func isSecret(_ words: [String], isAnswer: Bool) -> Bool {
        guard let last = words.last, !properties.contains(last) else { return false }
        if last == "code" {
            if isAnswer, words.count == 1 { return false }
            if words.count > 1, openCodes.contains(words[words.count - 2]) { return false }
        }
        let joined = words.joined()
        return parts.contains { joined.contains($0) } || words.contains { whole.contains($0) }
    }

    private static func isHarmless(_ words: [String]) -> Bool { words.last.map(harmless.contains) ?? false }

    /// `accessToken`, `access_token` and `Access-Token` are `access` and `token`.
    static func words(of name: String) -> [String] {
        var words: [String] = []
        var word = ""
        var wasLower = false
        for character in name {
            if !character.isLetter && !character.isNumber {
                if !word.isEmpty { words.append(word) }
                word = ""
                wasLower = false
                continue
            }
            if character.isUppercase, wasLower {
                words.append(word)
                word = ""
            }
            wasLower = character.isLowercase || character.isNumber
            word += character.lowercased()
        }
        return word.isEmpty ? words : words + [word]
    }

    // MARK: By looks

    static func looksRandom(_ text: String) -> Bool {
        guard text.utf8.count >= 16, !text.contains(where: \.isWhitespace) else { return false }
        if text.contains("://") { return hasSecretParameter(text) }
        if text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) { return false }
        if text.contains("@"), text.contains(".") { return false }
        return !isDate(text) && !isWords(text)
    }

    /// Whether a URL carries something that would be hidden elsewhere.
    private static func hasSecretParameter(_ url: String) -> Bool {
        guard let mark = url.firstIndex(where: { $0 == "?" || $0 == "#" }) else { return false }
        return FormEncoding.decode(url[url.index(after: mark)...]).contains {
            hides($0.value, name: $0.name, isAnswer: false)
        }
    }

    /// `2026-03-01T09:30:00Z`.
    private static func isDate(_ text: String) -> Bool {
        let start = text.utf8.prefix(10)
        return text.utf8.count <= 35
            && zip(start, "dddd-dd-dd".utf8).allSatisfy {
                $1 == UInt8(ascii: "-") ? $0 == $1 : UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
            }
    }

    /// `calendar.readonly`, `application/x-www-form-urlencoded`: short words of small letters.
    private static func isWords(_ text: String) -> Bool {
        let words = text.split(omittingEmptySubsequences: false) { "._-:/,+".contains($0) }
        return words.count > 1
            && words.allSatisfy { word in word.utf8.count <= 15 && word.allSatisfy { ("a"..."z").contains($0) } }
    }
}

/// The body of a token endpoint's answer, recognized by what it is and not by what its Content-Type says: form-encoded
/// answers come as text/plain or text/html, and JSON comes as either.
enum AnswerBody {
    case fields([String: JSONValue])
    case empty
    case tooLarge
    case html(String)
    case unreadable(String)

    /// - Parameter names: the provider's names for fields: a form is recognized by one of them, too.
    init(_ bytes: [UInt8], names: [String: String] = [:]) {
        guard bytes.count <= TokenResponse.bodyLimit else {
            self = .tooLarge
            return
        }
        if case .object(let fields) = JSONValue(bytes) {
            self = .fields(fields)
            return
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let first = text.first { !$0.isWhitespace && $0 != "\u{FEFF}" }
        switch first {
        case nil: self = .empty
        case "<": self = .html(Self.visibleText(ofHTML: text))
        case "{", "[", "\"": self = .unreadable(text)
        default: self = Self.form(text, ["access_token", "device_code", "error"] + names.values)
        }
    }

    /// Only what has a field of a token response counts as a form: any text can be read as one.
    private static func form(_ text: String, _ names: [String]) -> AnswerBody {
        let parameters = FormEncoding.decode(text.filter { !$0.isNewline })
        guard parameters.contains(where: { names.contains($0.name) }) else {
            return .unreadable(text)
        }
        return .fields(Dictionary(parameters.map { ($0.name, .string($0.value)) }) { first, _ in first })
    }

    /// What stands between the tags: enough to recognize a login page or a proxy's message.
    private static func visibleText(ofHTML html: String) -> String {
        var words = ""
        var isInTag = false
        for character in html.prefix(20_000) {
            switch character {
            case "<": isInTag = true
            case ">":
                isInTag = false
                words += " "
            default: if !isInTag { words.append(character.isWhitespace ? " " : character) }
            }
        }
        return words.split(separator: " ").joined(separator: " ")
    }

    /// A few words of it for an error message, with everything that could be a secret covered.
    var snippet: String? {
        switch self {
        case .fields, .empty, .tooLarge: nil
        case .html(let text), .unreadable(let text): VisibleText.of(SecretCover.cover(text), limit: 120)
        }
    }
}

/// One challenge of a `WWW-Authenticate` field (RFC 9110 §11.6.1), such as
/// `Bearer realm="x", error="insufficient_scope", scope="a b"` (RFC 6750 §3).
public struct AuthenticationChallenge: Sendable, Equatable {
    /// As written; compared without case.
    public var scheme: String
    /// What stands in the place of parameters in the schemes that want it so.
    public var token68: String?
    /// By lower-case name.
    public var parameters: [String: String]

    public var isBearer: Bool { scheme.lowercased() == "bearer" }

    /// All challenges of all field lines. Reads on after what it does not understand.
    public static func parse(_ fields: [String]) -> [AuthenticationChallenge] {
        fields.flatMap { field in
            var parser = ChallengeParser(field)
            return parser.challenges()
        }
    }
}

private struct ChallengeParser {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = Substring(text).utf8 }

    mutating func challenges() -> [AuthenticationChallenge] {
        var result: [AuthenticationChallenge] = []
        while true {
            skip { Self.isSpace($0) || $0 == UInt8(ascii: ",") }
            guard !rest.isEmpty else { return result }
            guard let word = token() else {
                rest.removeFirst()
                continue
            }
            // `name = value` goes on with the challenge before; a word on its own begins the next one.
            let afterWord = rest
            skip(Self.isSpace)
            if !result.isEmpty, rest.first == UInt8(ascii: "="), let value = value() {
                result[result.count - 1].parameters[word.lowercased()] = value
                continue
            }
            rest = afterWord
            result.append(AuthenticationChallenge(scheme: word, parameters: [:]))
            result[result.count - 1].token68 = token68()
        }
    }

    /// After a scheme: a token68 stands alone before a comma or the end, and is no `name=value`.
    private mutating func token68() -> String? {
        let start = rest
        skip(Self.isSpace)
        let text = rest.prefix { Self.isToken($0) || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "=") }
        let padded = text.drop { $0 != UInt8(ascii: "=") }
        let end = rest.dropFirst(text.count).drop(while: Self.isSpace)
        guard !text.isEmpty, padded.allSatisfy({ $0 == UInt8(ascii: "=") }),
            end.isEmpty || end.first == UInt8(ascii: ",")
        else {
            rest = start
            return nil
        }
        // A word alone may also be the next scheme of a list that lost its comma; those do not exist in practice.
        rest = end
        return String(Substring(text))
    }

    private mutating func value() -> String? {
        rest.removeFirst()
        skip(Self.isSpace)
        return rest.first == UInt8(ascii: "\"") ? quoted() : token() ?? ""
    }

    private mutating func quoted() -> String {
        rest.removeFirst()
        var result: [UInt8] = []
        while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
            if byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() {
                result.append(escaped)
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private mutating func token() -> String? {
        let text = rest.prefix(while: Self.isToken)
        guard !text.isEmpty else { return nil }
        rest = rest.dropFirst(text.count)
        return String(Substring(text))
    }

    private mutating func skip(_ matches: (UInt8) -> Bool) { rest = rest.drop(while: matches) }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    /// RFC 9110 §5.6.2.
    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}

import HTTPTypes

/// The names of the `Cache-Control` directives of a message (RFC 9111 §5.2), in lower case.
struct CacheDirectives {
    private var names: Set<String> = []

    init(_ headers: HTTPFields) {
        for value in headers[values: .cacheControl] { Self.read(value) { names.insert($0) } }
    }

    func has(_ name: String) -> Bool { names.contains(name) }

    /// Commas inside quoted strings separate nothing (`no-cache="a, b"`).
    private static func read(_ value: String, _ found: (String) -> Void) {
        var name = ""
        var isName = true
        var isQuoted = false
        var isEscaped = false
        for character in value + "," {
            if isQuoted {
                if !isEscaped, character == "\"" { isQuoted = false }
                isEscaped = !isEscaped && character == "\\"
            } else {
                switch character {
                case ",":
                    if !name.isEmpty { found(name.lowercased()) }
                    name = ""
                    isName = true
                case "\"": isQuoted = true
                case "=": isName = false
                case " ", "\t": break
                default: if isName { name.append(character) }
                }
            }
        }
    }
}

import OAuthCore

/// Makes text that others wrote safe to print: what could move the cursor, change the terminal or turn the reading
/// direction of what follows is spelled out instead of sent.
extension VisibleText {
    /// `text` with control characters (C0, DEL, C1), line and paragraph separators and bidirectional embeddings,
    /// overrides and isolates as escapes: `\n`, `\t`, `\r`, `\u{1B}` (Lua's and Swift's notation).
    ///
    /// With `keepingLines`, line feeds (also of CR LF) and tabs stay what they are, for text printed on its own.
    public static func escape(_ text: String, keepingLines: Bool = false) -> String {
        guard text.unicodeScalars.contains(where: isActive) else { return text }
        var result = String.UnicodeScalarView()
        var returnPending = false
        for scalar in text.unicodeScalars {
            if returnPending, scalar != "\n" { result.append(contentsOf: "\\r".unicodeScalars) }
            returnPending = keepingLines && scalar == "\r"
            if returnPending { continue }
            if !isActive(scalar) || (keepingLines && (scalar == "\n" || scalar == "\t")) {
                result.append(scalar)
            } else {
                result.append(contentsOf: spelling(scalar).unicodeScalars)
            }
        }
        if returnPending { result.append(contentsOf: "\\r".unicodeScalars) }
        return String(result)
    }

    /// Implicit marks (LRM, RLM) are harmless and stay; U+2028…202E are the separators, embeddings and overrides,
    /// U+2066…2069 the isolates.
    static func isActive(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func spelling(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": "\\n"
        case "\t": "\\t"
        case "\r": "\\r"
        default: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        }
    }
}

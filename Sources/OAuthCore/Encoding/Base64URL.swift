#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Base64 for URLs, without padding (RFC 4648 §5; RFC 7636 Appendix A).
public enum Base64URL {
    public static func encode(_ bytes: some Sequence<UInt8>) -> String {
        String(
            Data(bytes).base64EncodedString().compactMap { character -> Character? in
                switch character {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: character
                }
            })
    }

    /// nil for what is not base64 for URLs; padding is accepted.
    public static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var base64 = text.map { character -> Character in
            switch character {
            case "-": "+"
            case "_": "/"
            default: character
            }
        }
        while base64.last == "=" { base64.removeLast() }
        base64 += Array(repeating: "=", count: (4 - base64.count % 4) % 4)
        return Data(base64Encoded: String(base64)).map(Array.init)
    }

    /// nil too for padding, white space and unused bits that are not zero: what signatures are made over has one spelling
    /// only (RFC 7515 §2).
    static func decodeStrictly(_ text: some StringProtocol) -> [UInt8]? {
        guard let bytes = decode(text), encode(bytes) == text else { return nil }
        return bytes
    }
}

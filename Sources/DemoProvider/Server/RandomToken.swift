import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Names nobody can guess: 256 random bits in base64url (RFC 6749 §10.10), behind a prefix that says what they are.
enum RandomToken {
    static func make(_ prefix: String) -> String {
        prefix + SymmetricKey(size: .bits256).withUnsafeBytes { Base64URL.encode(Data($0)) }
    }
}

/// Base64url without padding (RFC 4648 §5).
enum Base64URL {
    static func encode(_ data: some DataProtocol) -> String {
        String(
            Data(data).base64EncodedString().compactMap { character in
                switch character {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: character
                }
            })
    }

    /// nil for anything that is not the one encoding of its bytes.
    static func decode(_ text: String) -> Data? {
        var padded = String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        padded += String(repeating: "=", count: (4 - padded.count % 4) % 4)
        guard let data = Data(base64Encoded: padded), encode(data) == text else { return nil }
        return data
    }
}

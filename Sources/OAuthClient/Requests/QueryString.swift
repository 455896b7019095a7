import OAuthCore

/// Percent-encoding of query strings and forms, without a detour through URL types that encode as they see fit.
enum QueryString {
    /// Everything but RFC 3986's unreserved characters as `%XX`.
    static func encoded(_ text: String) -> String { encode(text, spaceAsPlus: false) }

    /// `application/x-www-form-urlencoded`: as ``encoded(_:)``, with `+` for a space.
    static func formEncoded(_ text: String) -> String { encode(text, spaceAsPlus: true) }

    /// `a=1&b=2`, spaces as `%20`.
    static func query(_ parameters: [Parameter]) -> String {
        parameters.map { "\(encoded($0.name))=\(encoded($0.value))" }.joined(separator: "&")
    }

    /// `a=1&b=2`, spaces as `+`.
    static func form(_ parameters: [Parameter]) -> String {
        parameters.map { "\(formEncoded($0.name))=\(formEncoded($0.value))" }.joined(separator: "&")
    }

    /// A query string's parameters in their order. What is not encoded correctly is kept as it stands.
    static func parameters(_ query: Substring) -> [Parameter] {
        query.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count == 2 ? parts[1] : ""
            return Parameter(formDecoded(parts[0]) ?? String(parts[0]), formDecoded(value) ?? String(value))
        }
    }

    /// nil where a `%` is not followed by two hexadecimal digits or the result is not UTF-8.
    static func percentDecoded(_ text: some StringProtocol) -> String? { decode(text, plusAsSpace: false) }

    static func formDecoded(_ text: some StringProtocol) -> String? { decode(text, plusAsSpace: true) }

    /// A URL with the characters that no URL has as `%XX`; `%` and everything else stays.
    static func encodingInvalid(_ url: String) -> String {
        var result = ""
        for scalar in url.unicodeScalars {
            let isValid = (0x21...0x7E).contains(scalar.value) && !"\"<>\\^`{|}".unicodeScalars.contains(scalar)
            result += isValid ? String(scalar) : encoded(String(scalar))
        }
        return result
    }

    private static func encode(_ text: String, spaceAsPlus: Bool) -> String {
        var result: [UInt8] = []
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.append(byte)
            case UInt8(ascii: " ") where spaceAsPlus: result.append(UInt8(ascii: "+"))
            default: result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func decode(_ text: some StringProtocol, plusAsSpace: Bool) -> String? {
        var result: [UInt8] = []
        var bytes = text.utf8.makeIterator()
        while let byte = bytes.next() {
            switch byte {
            case UInt8(ascii: "+") where plusAsSpace: result.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = bytes.next().flatMap(digit), let low = bytes.next().flatMap(digit) else { return nil }
                result.append(high << 4 | low)
            default: result.append(byte)
            }
        }
        return String(validating: result, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

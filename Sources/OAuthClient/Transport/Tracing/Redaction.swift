import HTTPTypes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Takes out what its name gives away as a secret. What only its value can give away is ``SecretRegistry``'s.
public enum Redaction {
    static let mark = "<redacted>"

    /// Query, form and fragment parameters whose values are never shown, in lower case.
    private static let parameters: Set<String> = [
        "access_token", "refresh_token", "id_token", "token", "oauth_token", "oauth_token_secret", "subject_token",
        "actor_token", "client_secret", "client_assertion", "assertion", "code", "code_verifier", "device_code",
        "oauth_verifier", "oauth_signature", "password", "passwd", "pwd", "secret", "state", "nonce", "samlresponse",
        "api_key", "apikey", "api-key", "key", "sig", "signature", "x-amz-signature", "x-amz-credential",
        "x-amz-security-token", "x-goog-signature", "x-goog-credential", "id_token_hint", "login_hint_token", "jwt",
        "session", "sessionid", "auth",
    ]

    /// `Name: value`, with credentials left out.
    public static func header(_ field: HTTPField) -> String {
        "\(field.name.rawName): \(value(of: field))"
    }

    private static func value(of field: HTTPField) -> String {
        let name = field.name.canonicalName
        switch name {
        case "authorization", "proxy-authorization":
            let scheme = field.value.prefix { $0 != " " }
            // Without a space the whole value may be the secret.
            return scheme.endIndex == field.value.endIndex ? mark : "\(scheme) \(mark)"
        case "cookie", "set-cookie", "dpop": return mark
        case "www-authenticate", "proxy-authenticate", "accept", "content-type", "etag": return field.value
        default:
            let isSecret = ["token", "secret", "api-key", "apikey", "auth-key", "password", "signature", "session"]
                .contains { name.contains($0) }
            return isSecret ? mark : pairs(in: field.value)
        }
    }

    /// `text` with the values of secret-looking `name=value` pairs left out: for queries, forms and URLs.
    public static func pairs(in text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "=")) else { return text }
        var result = ""
        var word = ""
        var isValue = false  // inside a value that is to be left out
        func isBoundary(_ character: Character) -> Bool { "?&#; ,\"'<>\t\r\n".contains(character) }
        for character in text {
            if isBoundary(character) {
                isValue = false
                word = ""
                result.append(character)
            } else if isValue {
                continue
            } else if character == "=" {
                result.append(character)
                if parameters.contains((QueryString.formDecoded(word[...]) ?? word).lowercased()) {
                    result += mark
                    isValue = true
                }
                word = ""
            } else {
                word.append(character)
                result.append(character)
            }
        }
        return result
    }

    /// Control characters made visible, so that a server cannot write to the terminal.
    static func printable(_ line: String) -> String {
        guard line.unicodeScalars.contains(where: { isControl($0) }) else { return line }
        var result = ""
        for scalar in line.unicodeScalars {
            if isControl(scalar) {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        (scalar.value < 0x20 && scalar != "\t") || (0x7f...0x9f).contains(scalar.value)
    }
}

import ArgumentParser
import OAuthClient

/// The value of `-F`, as curl reads it: `name=value`, `name=@FILE`, `name=<FILE` for a file's contents as text.
enum FormArgument {
    static func parse(_ argument: String) throws -> FormPart {
        guard let equals = argument.firstIndex(of: "="), equals > argument.startIndex else {
            throw ValidationError("-F takes name=value or name=@FILE, not '\(argument)'")
        }
        let name = String(argument[..<equals])
        var value = argument[argument.index(after: equals)...]
        var (type, filename): (String?, String?)
        // What follows a semicolon is ours only where it says type= or filename=.
        while let semicolon = lastSemicolon(in: value) {
            let option = value[semicolon...].dropFirst().drop { $0 == " " }
            if option.hasPrefix("type=") {
                type = unquoted(option.dropFirst(5))
            } else if option.hasPrefix("filename=") {
                filename = unquoted(option.dropFirst(9))
            } else {
                break
            }
            value = value[..<semicolon]
        }
        if let type, !FormPart.isValidContentType(type) { throw ValidationError("-F has no such type: '\(type)'") }
        switch value.first {
        case "@": return FormPart(name: name, file: String(value.dropFirst()), filename: filename, contentType: type)
        case "<":
            return FormPart(
                name: name, content: .file(String(value.dropFirst())), filename: filename, contentType: type)
        default: return FormPart(name: name, content: .bytes(Array(value.utf8)), filename: filename, contentType: type)
        }
    }

    /// The last one outside quotes.
    private static func lastSemicolon(in value: Substring) -> String.Index? {
        var (found, isQuoted, isEscaped) = (nil as String.Index?, false, false)
        for index in value.indices {
            let character = value[index]
            if isEscaped {
                isEscaped = false
            } else if isQuoted, character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if character == ";", !isQuoted {
                found = index
            }
        }
        // A quote that nothing closes is text.
        return isQuoted ? value.lastIndex(of: ";") : found
    }

    /// `"my \"file\""` as `my "file"`; anything else is as it is.
    private static func unquoted(_ text: Substring) -> String {
        guard text.count >= 2, text.first == "\"", text.last == "\"" else { return String(text) }
        var (result, isEscaped) = ("", false)
        for character in text.dropFirst().dropLast() {
            isEscaped = !isEscaped && character == "\\"
            if !isEscaped { result.append(character) }
        }
        return result
    }
}

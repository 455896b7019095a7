import HTTPTypes

/// A body of type `multipart/form-data` (RFC 7578): what a browser sends for a form with files.
///
/// It is the same bytes each time it is sent. Its boundary is random, so that no part can hold it.
public struct MultipartForm: Sendable {
    public var parts: [FormPart]
    private let boundary: String

    public init(_ parts: [FormPart]) {
        self.parts = parts
        boundary =
            "oauthlua-"
            + (0..<3).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
    }

    var contentType: String { "multipart/form-data; boundary=\(boundary)" }

    var pieces: [RequestBody.Piece] {
        var pieces: [RequestBody.Piece] = []
        var text: [UInt8] = []
        for part in parts {
            text += "--\(boundary)\r\n\(part.head)\r\n".utf8
            switch part.content {
            case .bytes(let bytes): text += bytes
            case .file(let path):
                pieces += [.bytes(text), .file(path)]
                text = []
            }
            text += "\r\n".utf8
        }
        text += "--\(boundary)--\r\n".utf8
        return pieces + [.bytes(text)]
    }
}

/// A field of a form: text, or a file.
public struct FormPart: Sendable, Equatable {
    public enum Content: Sendable, Equatable {
        case bytes([UInt8])
        /// The file at this path, streamed.
        case file(String)
    }

    public var name: String
    public var content: Content
    /// What the server sees as the file's name; nil for a field that is no file.
    public var filename: String?
    /// nil for text.
    public var contentType: String?

    public init(name: String, content: Content, filename: String? = nil, contentType: String? = nil) {
        self.name = name
        self.content = content
        self.filename = filename
        self.contentType = contentType
    }

    /// A file under its own name, and as the type that its name says.
    public init(name: String, file path: String, filename: String? = nil, contentType: String? = nil) {
        let filename = filename ?? path.split(separator: "/").last.map(String.init) ?? path
        self.init(
            name: name, content: .file(path), filename: filename,
            contentType: contentType ?? MediaType.guess(filename))
    }

    /// Whether it can stand in a header (RFC 9110 §5.5).
    public static func isValidContentType(_ type: String) -> Bool { !type.isEmpty && HTTPField.isValidValue(type) }

    /// The header lines, with the empty one behind them still to come.
    var head: String {
        var head = "Content-Disposition: form-data; name=\"\(Self.quoted(name))\""
        if let filename { head += "; filename=\"\(Self.quoted(filename))\"" }
        if let contentType { head += "\r\nContent-Type: \(contentType)" }
        return head + "\r\n"
    }

    /// As browsers write it (HTML Standard, multipart/form-data encoding algorithm): UTF-8 as it is, and only what would
    /// end the parameter percent-encoded. RFC 7578 §4.2 forbids the form `filename*=`.
    private static func quoted(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "\"": result += "%22"
            case "\r": result += "%0D"
            case "\n": result += "%0A"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}

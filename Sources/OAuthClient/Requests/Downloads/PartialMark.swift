import Crypto
import HTTPTypes
import OAuthCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the bytes of a partial download belong to: without it they are worth nothing.
struct PartialMark: Equatable, Sendable {
    /// A hash of the URL that was asked for: the URL itself may hold a secret.
    var source: String
    /// The value for `If-Range` (RFC 9110 §13.1.5).
    var validator: String
    /// Bytes of the whole; nil where the server did not say.
    var length: Int?

    /// Of a whole response; nil where it cannot be continued, because it has no validator that tells one byte from
    /// another, or because its bytes are not those on disk.
    init?(_ headers: HTTPFields, source: String) {
        guard Inflater.coding(of: headers[.contentEncoding]) == nil, let validator = Self.validator(headers) else {
            return nil
        }
        self.source = source
        self.validator = validator
        length = headers[.contentLength].flatMap { Int($0) }
    }

    /// As `write` left it; nil for none.
    init?(path: String) {
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        let limit = 4096
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = fread(&bytes, 1, limit, file)
        let lines = String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n")
        guard lines.count == 2 || lines.count == 3 else { return nil }
        source = String(lines[0])
        validator = String(lines[1])
        length = lines.count == 3 ? Int(lines[2]) : nil
    }

    /// Whether it could be written; `errno` says why not.
    func write(to path: String) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let text = Array("\(source)\n\(validator)\n\(length.map { "\($0)\n" } ?? "")".utf8)
        return text.withUnsafeBytes { posixWrite(descriptor, $0) } == text.count
    }

    /// Whether an answer with these headers, to a request for the rest, may belong to the same bytes.
    /// - Parameter total: what the answer says of the length of the whole.
    func allows(_ headers: HTTPFields, total: Int?) -> Bool {
        if let total, let length, total != length { return false }
        return headers[validator.hasPrefix("\"") ? .eTag : .lastModified].map { $0 == validator } ?? true
    }

    /// A strong entity tag, or a modification time that lies before the response: within the same second the file may
    /// have changed once more (RFC 9110 §8.8.2.2).
    private static func validator(_ headers: HTTPFields) -> String? {
        if let tag = headers[.eTag] { return tag.hasPrefix("\"") ? tag : nil }
        guard let text = headers[.lastModified], let modified = HTTPDate.parse(text),
            let date = headers[.date].flatMap(HTTPDate.parse), date.timeIntervalSince(modified) >= 1
        else { return nil }
        return text
    }

    /// Names a URL without telling it.
    static func source(_ url: String) -> String {
        SHA256.hash(data: Array(url.utf8)).prefix(16).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            .joined()
    }
}

/// `Content-Range: bytes 100-999/1000` (RFC 9110 §14.4).
struct ContentRange: Equatable, Sendable {
    var first: Int
    var last: Int
    /// nil where the server does not know it (`*`).
    var total: Int?

    /// nil for everything else, the form of a 416 (`bytes */1000`) among it.
    init?(_ field: String) {
        let parts = field.split(separator: " ")
        guard parts.count == 2, parts[0].lowercased() == "bytes" else { return nil }
        let range = parts[1].split(separator: "/", omittingEmptySubsequences: false)
        guard range.count == 2 else { return nil }
        let ends = range[0].split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Self.number(ends[0]), let last = Self.number(ends[1]), first <= last else {
            return nil
        }
        self.first = first
        self.last = last
        if range[1] != "*" {
            guard let total = Self.number(range[1]), last < total else { return nil }
            self.total = total
        }
    }

    private static func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
    }
}

/// A size as people read it: `256 MB`, `1.5 kB`, `12 bytes`. One kB is 1024 bytes.
struct ByteCount: CustomStringConvertible, Sendable {
    var bytes: Int

    init(_ bytes: Int) { self.bytes = bytes }

    var description: String {
        if bytes < 1024 { return bytes == 1 ? "1 byte" : "\(bytes) bytes" }
        var size = Double(bytes)
        var unit = "bytes"
        for larger in ["kB", "MB", "GB", "TB"] where size >= 1023.95 || unit == "bytes" {
            size /= 1024
            unit = larger
        }
        let tenths = Int((size * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) \(unit)" : "\(tenths / 10).\(tenths % 10) \(unit)"
    }
}

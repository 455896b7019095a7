/// Takes rendered bytes, in order, in chunks of about 64 KB.
public typealias ByteSink = ([UInt8]) throws -> Void

/// Collects bytes and hands them on in chunks, so that a large result never stands in memory as a whole.
struct ByteWriter {
    private static let chunk = 64 << 10
    private let sink: ByteSink?
    private(set) var bytes: [UInt8] = []

    /// Without a sink the bytes are kept.
    init(sink: ByteSink? = nil) { self.sink = sink }

    mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }
    mutating func write(_ byte: UInt8) { bytes.append(byte) }
    mutating func write(_ part: some Collection<UInt8>) { bytes.append(contentsOf: part) }

    /// To be called between elements: hands on what has gathered if it is a chunk.
    mutating func spill() throws {
        if bytes.count >= Self.chunk { try flush() }
    }

    /// Hands on what is left.
    mutating func flush() throws {
        guard let sink, !bytes.isEmpty else { return }
        try sink(bytes)
        bytes.removeAll(keepingCapacity: true)
    }
}

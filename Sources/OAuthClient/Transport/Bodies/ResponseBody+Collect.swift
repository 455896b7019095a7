import OAuthCore

extension ResponseBody {
    /// The spare bytes behind a collected body: simdjson reads up to this many beyond the end of its input.
    public static let padding = 64

    /// All of the body, decompressed, as one array whose capacity has at least ``padding`` bytes to spare.
    /// - Parameters:
    ///   - limit: in bytes, counted after decompression; a body that is announced larger fails before it is read.
    ///   - advice: what the error about a too large body tells the person to do.
    /// - Throws: ``OAuthError`` of kind `decode` beyond the limit; whatever reading throws.
    public func collect(limit: Int, advice: String? = nil) async throws -> [UInt8] {
        if let expectedLength, expectedLength > limit {
            throw OAuthError(
                .decode,
                "the response of \(ByteCount(expectedLength)) is larger than the limit of \(ByteCount(limit))",
                advice: advice)
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity((expectedLength ?? 0) + Self.padding)
        for try await chunk in self {
            let count = bytes.count + chunk.readableBytes
            guard count <= limit else {
                throw OAuthError(
                    .decode, "the response is larger than the limit of \(ByteCount(limit))", advice: advice)
            }
            if bytes.capacity < count + Self.padding {
                bytes.reserveCapacity(Swift.max(2 * bytes.capacity, count + Self.padding))
            }
            chunk.withUnsafeReadableBytes { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// Reads what is left so that the connection can be used again; gives up, and the connection with it, beyond
    /// 64 kB or on an error.
    func drain() async {
        var left = 64 << 10
        do {
            for try await chunk in self {
                left -= chunk.readableBytes
                if left < 0 { return }
            }
        } catch {}
    }
}

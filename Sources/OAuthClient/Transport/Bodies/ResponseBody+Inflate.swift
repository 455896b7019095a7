import NIOCore

extension ResponseBody {
    /// The body with its content coding undone; itself where it has none that we know.
    func inflated(_ coding: Inflater.Coding?) -> ResponseBody {
        guard let coding else { return self }
        return reading(expectedLength: nil) { next in
            let chunks = IteratorBox(InflatingIterator(source: next, inflater: Inflater(coding)))
            return { try await chunks.next() }
        }
    }
}

/// Pulls compressed pieces and hands out plain ones, never more than one piece ahead of its reader.
private struct InflatingIterator: AsyncIteratorProtocol {
    let source: ResponseBody.Next
    let inflater: Inflater

    mutating func next() async throws -> ByteBuffer? {
        while true {
            if let piece = try inflater.next() { return piece }
            guard let compressed = try await source() else {
                try inflater.end()
                return nil
            }
            inflater.feed(compressed)
        }
    }
}

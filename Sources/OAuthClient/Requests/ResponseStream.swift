import NIOCore
import OAuthCore

/// A response's body in pieces, each read when it is asked for: never more than one of them is in memory, whatever the
/// size of the whole. When the last reference goes, so does the connection.
public actor ResponseStream {
    /// In bytes: how long a piece is at least, but for the last.
    static let minimum = 64 << 10

    private let lineLimit: Int
    private var chunks: ResponseBody.AsyncIterator?
    /// What came behind the last line end.
    private var rest: [UInt8] = []
    private var isReading = false
    /// What ended the body too early; thrown when the whole lines before it are handed out.
    private var failure: (any Error)?

    /// - Parameter lineLimit: in bytes; a longer line is an error.
    init(_ body: ResponseBody, lineLimit: Int) {
        chunks = body.makeAsyncIterator()
        self.lineLimit = lineLimit
    }

    /// The next piece, as it came or cut behind its last line end, with at least ``ResponseBody/padding`` bytes of spare capacity; nil at the end, and from then on.
    /// - Throws: ``OAuthError`` of kind `decode` for a line beyond the limit, `config` where two tasks read at a time;
    ///   whatever reading the body throws, after all whole lines before it were handed out.
    public func next(wholeLines: Bool = true) async throws -> [UInt8]? {
        guard !isReading else {
            throw OAuthError(.config, "two tasks read the same response at a time", advice: "Read it in one of them")
        }
        isReading = true
        defer { isReading = false }
        var bytes = rest
        rest = []
        // Where the last line ends that is whole.
        var end = wholeLines ? bytes.endOfLastLine(from: 0) : bytes.count
        while end < Self.minimum, var iterator = chunks {
            do {
                guard let chunk = try await iterator.next() else {
                    chunks = nil
                    break
                }
                let start = bytes.count
                bytes.append(contentsOf: chunk.readableBytesView)
                end = wholeLines ? max(end, bytes.endOfLastLine(from: start)) : bytes.count
                try checkLine(bytes.count - end)
            } catch {
                (chunks, failure) = (nil, error)
            }
        }
        if let failure, end == 0 { throw failure }
        // The end of the body ends the last line, too; a failure does not.
        if chunks != nil || failure != nil {
            rest = failure == nil ? Array(bytes[end...]) : []
            bytes.removeLast(bytes.count - end)
        }
        guard !bytes.isEmpty else { return nil }
        bytes.reserveCapacity(bytes.count + ResponseBody.padding)
        return bytes
    }

    private func checkLine(_ length: Int) throws(OAuthError) {
        guard length > lineLimit else { return }
        throw OAuthError(
            .decode, "a line of the response is longer than the limit of \(ByteCount(lineLimit))",
            advice: "Raise max_size, or read it with save= and a file")
    }
}

extension [UInt8] {
    /// The place behind the last line feed at or behind `start`; 0 where there is none.
    fileprivate func endOfLastLine(from start: Int) -> Int {
        self[start...].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    }
}

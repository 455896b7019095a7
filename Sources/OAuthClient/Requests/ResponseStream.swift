import NIOCore
import OAuthCore

/// A response's body in pieces, each read when it is asked for: never more than one of them is in memory, whatever the
/// size of the whole. When the last reference goes, so does the connection.
public actor ResponseStream {
    /// In bytes: a piece has at least so many, but for the last, where they are here already.
    static let minimum = 64 << 10

    /// Of the whole text: by its byte order mark, else by `Content-Type`. nil where neither says one that is known. What is
    /// to be known of the mark is known when the first piece is here.
    public private(set) var charset: Charset?
    private let lineLimit: Int
    private var chunks: ResponseBody.AsyncIterator?
    /// What came behind the last line end.
    private var rest: [UInt8] = []
    /// What the next call gives; there from ``awaitFirstLine()`` on.
    private var first: [UInt8]?
    private var isReading = false
    private var hasBegun = false
    /// What ended the body too early; thrown when the whole lines before it are handed out.
    private var failure: (any Error)?

    /// - Parameters:
    ///   - charset: what `Content-Type` says.
    ///   - lineLimit: in bytes; a longer line is an error.
    init(_ body: ResponseBody, charset: Charset? = nil, lineLimit: Int) {
        chunks = body.makeAsyncIterator()
        self.charset = charset
        self.lineLimit = lineLimit
    }

    /// The next piece, as it came or cut behind its last line end, with at least ``ResponseBody/padding`` bytes of spare
    /// capacity; nil at the end, and from then on. It does not wait for more where it has a line.
    /// - Throws: ``OAuthError`` of kind `decode` for a line beyond the limit, `config` where two tasks read at a time;
    ///   whatever reading the body throws, after all whole lines before it were handed out.
    public func next(wholeLines: Bool = true) async throws -> [UInt8]? {
        guard !isReading else {
            throw OAuthError(.config, "two tasks read the same response at a time", advice: "Read it in one of them")
        }
        if let first {
            self.first = nil
            return first
        }
        isReading = true
        defer { isReading = false }
        return try await read(wholeLines: wholeLines)
    }

    /// Waits until there is a line, or the end. The next call of ``next(wholeLines:)`` gives it.
    /// - Throws: as that.
    func awaitFirstLine() async throws { first = try await read(wholeLines: true) }

    private func read(wholeLines: Bool) async throws -> [UInt8]? {
        var bytes = rest
        rest = []
        // Behind the last line that is whole.
        var end = wholeLines ? endOfLastLine(in: bytes, from: 0) : bytes.count
        while end < Self.minimum, let iterator = chunks, end == 0 || iterator.isReady() {
            do {
                var iterator = iterator
                guard let chunk = try await iterator.next() else {
                    chunks = nil
                    break
                }
                let start = bytes.count
                bytes.append(contentsOf: chunk.readableBytesView)
                if !hasBegun { begin(bytes) }
                end = wholeLines ? max(end, endOfLastLine(in: bytes, from: start)) : bytes.count
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
        hasBegun = true
        bytes.reserveCapacity(bytes.count + ResponseBody.padding)
        return bytes
    }

    /// Learns the charset from the first bytes: three of them at least, for a mark may have so many.
    private func begin(_ bytes: [UInt8]) {
        charset = (Charset(byteOrderMarkOf: bytes) ?? charset)?.resolved(by: bytes)
        hasBegun = bytes.count >= 3
    }

    private func endOfLastLine(in bytes: [UInt8], from start: Int) -> Int {
        (charset ?? .utf8).endOfLastLine(in: bytes, from: start)
    }

    private func checkLine(_ length: Int) throws(OAuthError) {
        guard length > lineLimit else { return }
        throw OAuthError(
            .decode, "a line of the response is longer than the limit of \(ByteCount(lineLimit))",
            advice: "Raise max_size, or read it with save= and a file")
    }
}

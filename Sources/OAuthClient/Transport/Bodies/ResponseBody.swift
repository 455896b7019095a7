import NIOCore

/// The bytes of a response, decompressed, as they arrive. Can be read once.
public struct ResponseBody: AsyncSequence, Sendable {
    public typealias Element = ByteBuffer
    typealias Next = @Sendable () async throws -> ByteBuffer?

    /// How many bytes are to come, where the response says so and is not compressed.
    public let expectedLength: Int?
    private let makeNext: @Sendable () -> Next
    private let isReady: @Sendable () -> Bool

    /// - Parameter isReady: whether there is more to read without waiting for it, as far as that is known.
    init(
        expectedLength: Int?, isReady: @escaping @Sendable () -> Bool = { false },
        makeNext: @escaping @Sendable () -> Next
    ) {
        self.expectedLength = expectedLength
        self.isReady = isReady
        self.makeNext = makeNext
    }

    /// A body that is already here; what test doubles answer with.
    public init(_ bytes: [UInt8]) {
        self.init(
            expectedLength: bytes.count, isReady: { true },
            makeNext: {
                let pending = Once(ByteBuffer(bytes: bytes))
                return { pending.take() }
            })
    }

    /// A body that is read from `chunks`.
    public init<Chunks: AsyncSequence & Sendable>(
        _ chunks: Chunks, expectedLength: Int? = nil
    ) where Chunks.Element == ByteBuffer {
        self.init(expectedLength: expectedLength) {
            let source = IteratorBox(chunks.makeAsyncIterator())
            return { try await source.next() }
        }
    }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(nextChunk: makeNext(), isReady: isReady) }

    public struct AsyncIterator: AsyncIteratorProtocol, Sendable {
        let nextChunk: Next
        /// Whether the next piece is known to be here.
        let isReady: @Sendable () -> Bool

        public mutating func next() async throws -> ByteBuffer? { try await nextChunk() }
    }
}

extension ResponseBody {
    /// The same bytes, read through `wrap`: to translate errors, to watch a deadline, to count.
    func reading(
        expectedLength: Int?, through wrap: @escaping @Sendable (@escaping Next) -> Next
    ) -> ResponseBody {
        let makeNext = makeNext
        return ResponseBody(expectedLength: expectedLength, isReady: isReady) { wrap(makeNext()) }
    }

    /// The same bytes; `count` is told of each piece as it comes.
    func counted(_ count: @escaping @Sendable (Int) -> Void) -> ResponseBody {
        reading(expectedLength: expectedLength) { next in
            {
                let piece = try await next()
                if let piece { count(piece.readableBytes) }
                return piece
            }
        }
    }
}

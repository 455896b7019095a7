import AsyncHTTPClient
import NIOCore
import OAuthCore

/// The bytes of a request's body, a piece at a time: what is in files is never in memory as a whole.
struct BodyChunks: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    fileprivate enum Source: Sendable {
        case bytes([UInt8])
        case file(FileChunks)
    }

    private let sources: [Source]
    /// In bytes, as the files are now.
    let size: Int

    /// Opens every file of the body.
    /// - Throws: ``OAuthError`` of kind `config` that names a file which cannot be sent.
    init(_ body: RequestBody) throws(OAuthError) {
        var sources: [Source] = []
        switch body {
        case .none: break
        case .bytes(let bytes): sources = [.bytes(bytes)]
        case .secret(let bytes): sources = [.bytes(bytes.reveal())]
        case .file(let path): sources = [.file(try FileChunks(path: path))]
        case .pieces(let pieces):
            for piece in pieces {
                switch piece {
                case .bytes(let bytes): sources.append(.bytes(bytes))
                case .file(let path): sources.append(.file(try FileChunks(path: path)))
                }
            }
        }
        self.sources = sources
        size = sources.reduce(0) { sum, source in
            switch source {
            case .bytes(let bytes): sum + bytes.count
            case .file(let file): sum + file.size
            }
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(sources: sources[...]) }

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var sources: ArraySlice<Source>
        fileprivate var file: FileChunks.AsyncIterator?

        fileprivate init(sources: ArraySlice<Source>) { self.sources = sources }

        mutating func next() async throws -> ByteBuffer? {
            while true {
                if let chunk = try await file?.next() { return chunk }
                file = nil
                switch sources.popFirst() {
                case .bytes(let bytes)? where !bytes.isEmpty: return ByteBuffer(bytes: bytes)
                case .bytes?: continue
                case .file(let chunks)?: file = chunks.makeAsyncIterator()
                case nil: return nil
                }
            }
        }
    }
}

extension RequestBody {
    /// As AsyncHTTPClient takes it. Its length is known before the first byte goes out.
    func outgoing() throws(OAuthError) -> HTTPClient.Body? {
        switch self {
        case .none: return nil
        case .bytes(let bytes): return .byteBuffer(ByteBuffer(bytes: bytes))
        case .secret(let bytes): return .byteBuffer(ByteBuffer(bytes: bytes.reveal()))
        case .file, .pieces:
            let chunks = try BodyChunks(self)
            return .stream(contentLength: Int64(chunks.size)) { writer in
                EventLoops.shared.any().makeFutureWithTask {
                    for try await chunk in chunks { try await writer.write(.byteBuffer(chunk)).get() }
                }
            }
        }
    }
}

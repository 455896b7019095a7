import NIOCore
import Testing

@testable import OAuthClient
@testable import OAuthCore

struct ResponseBodyTests {
    private func body(_ chunks: [String], expected: Int? = nil) -> ResponseBody {
        ResponseBody(
            AsyncStream { continuation in
                for chunk in chunks { continuation.yield(ByteBuffer(string: chunk)) }
                continuation.finish()
            }, expectedLength: expected)
    }

    @Test(arguments: [0, 1, 63, 64, 65, 1000, 5000])
    func `collects with room behind`(count: Int) async throws {
        let bytes = try await body(Array(repeating: "x", count: count)).collect(limit: 5000)
        #expect(bytes.count == count)
        #expect(bytes.capacity >= count + ResponseBody.padding)
        let known = try await ResponseBody(bytes).collect(limit: 5000)
        #expect(known.capacity >= count + ResponseBody.padding)
    }

    @Test func `stops at the limit and before an announced excess`() async throws {
        let error = await failure { try await body(["1234", "5678"]).collect(limit: 7, advice: "Use save=") }
        #expect(error == OAuthError(.decode, "the response is larger than the limit of 7 bytes", advice: "Use save="))
        let unread = ResponseBody(
            AsyncThrowingStream<ByteBuffer, any Error> { throw CancellationError() }, expectedLength: 3 << 20)
        let announced = await failure { try await unread.collect(limit: 2 << 20) }
        #expect(announced?.message == "the response of 3 MB is larger than the limit of 2 MB")
    }

    @Test func `inflates in pieces whatever the input's pieces are`() async throws {
        let text = String(repeating: "All work and no play makes Jack a dull boy. ", count: 20_000)
        for (coding, bits) in [(Inflater.Coding.gzip, Int32(31)), (.deflate, 15), (.deflate, -15)] {
            let packed = compressed(Array(text.utf8), bits: bits)
            for size in [1, 2, 7, packed.count] {
                let pieces = stride(from: 0, to: packed.count, by: size).map {
                    ByteBuffer(bytes: packed[$0..<min($0 + size, packed.count)])
                }
                let source = ResponseBody(
                    AsyncStream { continuation in
                        for piece in pieces { continuation.yield(piece) }
                        continuation.finish()
                    }
                ).inflated(coding)
                var result: [UInt8] = []
                for try await piece in source {
                    #expect(piece.readableBytes <= 64 << 10)
                    result += Array(piece.readableBytesView)
                }
                #expect(result == Array(text.utf8))
            }
        }
    }

    @Test(arguments: [
        (0, "0 bytes"), (1, "1 byte"), (1023, "1023 bytes"), (1536, "1.5 kB"), (256 << 20, "256 MB"), (2 << 30, "2 GB"),
    ])
    func `writes sizes as people do`(bytes: Int, text: String) {
        #expect(ByteCount(bytes).description == text)
    }
}

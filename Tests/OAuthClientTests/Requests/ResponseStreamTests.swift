import NIOCore
import Testing

@testable import OAuthClient
@testable import OAuthCore

struct ResponseStreamTests {
    private func stream(
        _ chunks: [String], lineLimit: Int = 1 << 20, failing error: (any Error)? = nil
    ) -> ResponseStream {
        ResponseStream(
            ResponseBody(
                AsyncThrowingStream { continuation in
                    for chunk in chunks { continuation.yield(ByteBuffer(string: chunk)) }
                    continuation.finish(throwing: error)
                }), lineLimit: lineLimit)
    }

    private func all(_ stream: ResponseStream, wholeLines: Bool = true) async throws -> [String] {
        var pieces: [String] = []
        while let piece = try await stream.next(wholeLines: wholeLines) {
            #expect(piece.capacity >= piece.count + ResponseBody.padding)
            pieces.append(String(decoding: piece, as: UTF8.self))
        }
        #expect(try await stream.next() == nil)
        return pieces
    }

    @Test func `cuts behind a line`() async throws {
        let line = String(repeating: "x", count: 999) + "\n"
        let text = String(repeating: line, count: 300) + "the last one"
        let chunks = stride(from: 0, to: text.utf8.count, by: 7001).map { start in
            String(decoding: Array(text.utf8)[start..<min(start + 7001, text.utf8.count)], as: UTF8.self)
        }
        let pieces = try await all(stream(chunks))
        #expect(pieces.joined() == text)
        #expect(pieces.count > 3)
        for piece in pieces.dropLast() {
            #expect(piece.hasSuffix("\n"))
            #expect(piece.utf8.count >= ResponseStream.minimum)
            #expect(piece.utf8.count < ResponseStream.minimum + 2 * 7001)
        }
    }

    @Test func `gives what comes where lines do not matter`() async throws {
        let chunk = String(repeating: "x", count: 40_000)
        let pieces = try await all(stream([chunk, chunk, chunk], lineLimit: 100), wholeLines: false)
        #expect(pieces == [chunk + chunk, chunk])
    }

    @Test(arguments: [([], []), ([""], []), (["a"], ["a"]), (["a\n", "b"], ["a\nb"]), (["\n"], ["\n"])])
    func `ends with the body`(chunks: [String], pieces: [String]) async throws {
        #expect(try await all(stream(chunks)) == pieces)
    }

    @Test func `hands out whole lines before what ended them`() async throws {
        let stream = stream(["one\ntwo\nthr"], failing: OAuthError(.network, "cut short"))
        #expect(try await stream.next() == Array("one\ntwo\n".utf8))
        #expect(await failure { try await stream.next() }?.message == "cut short")
        #expect(await failure { try await stream.next() }?.message == "cut short")
    }

    @Test func `refuses a line beyond the limit`() async throws {
        let stream = stream(["short\n", String(repeating: "x", count: 200), "y\n"], lineLimit: 100)
        #expect(try await stream.next() == Array("short\n".utf8))
        let error = await failure { try await stream.next() }
        #expect(error?.kind == .decode)
        #expect(error?.message == "a line of the response is longer than the limit of 100 bytes")
    }

    @Test func `lets go of the connection with its last holder`() async throws {
        let body = [UInt8](repeating: 0x0A, count: 4 << 20)
        let server = ScriptedServer { $0.target == "/big" ? .bytes("200 OK", [], body) : .text("200 OK", [], "x") }
        let client = APIClient(transport: AsyncHTTPTransport.test(), tokens: TokenSequence("t"))
        var request = APIRequest(url: server.url("/big").absoluteString, responseLimit: 100)
        request.streamsResponse = true
        do {
            let response = try await client.send(request)
            #expect(response.body.isEmpty)
            #expect(try await response.stream?.next()?.count ?? 0 >= ResponseStream.minimum)
        }
        _ = try await client.send(APIRequest(url: server.url("/small").absoluteString))
        // The first one is gone, so the second needed its own.
        #expect(server.acceptedConnections == 2)
    }
}

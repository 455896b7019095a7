import Foundation
import NIOCore
import Synchronization
import Testing

@testable import OAuthClient
@testable import OAuthCore

struct ResponseStreamTests {
    private func stream(
        _ chunks: [String], lineLimit: Int = 1 << 20, failing error: (any Error)? = nil, isReady: Bool = true
    ) -> ResponseStream {
        stream(chunks.map { Array($0.utf8) }, lineLimit: lineLimit, failing: error, isReady: isReady)
    }

    /// - Parameter isReady: whether each chunk is here before it is asked for.
    private func stream(
        _ chunks: [[UInt8]], charset: Charset? = nil, lineLimit: Int = 1 << 20, failing error: (any Error)? = nil,
        isReady: Bool
    ) -> ResponseStream {
        let pieces = AsyncThrowingStream<ByteBuffer, any Error> { continuation in
            for chunk in chunks { continuation.yield(ByteBuffer(bytes: chunk)) }
            continuation.finish(throwing: error)
        }
        let body = ResponseBody(
            expectedLength: nil, isReady: { isReady },
            makeNext: {
                let source = IteratorBox(pieces.makeAsyncIterator())
                return { try await source.next() }
            })
        return ResponseStream(body, charset: charset, lineLimit: lineLimit)
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

    @Test func `does not wait for more where it has a line`() async throws {
        let pieces = try await all(stream(["one\ntw", "o\n", "three", " and\nfour"], isReady: false))
        #expect(pieces == ["one\n", "two\n", "three and\n", "four"])
        #expect(try await all(stream(["a", "b"], isReady: false), wholeLines: false) == ["a", "b"])
    }

    /// Characters with the byte 0x0A in them, on either side, at every place where a chunk can end.
    @Test(arguments: [Charset.utf16LE, .utf16BE, .utf16])
    func `cuts UTF-16 at whole line feeds`(charset: Charset) async throws {
        let lines = ["\u{0A0A}\u{010A}a\n", "\u{FEFF}\u{0A00}\u{0A00}\n", "\n", "😀\u{0A0D}\n", "\u{000D}\u{0A05}"]
        let isLittle = charset != .utf16BE
        var bytes: [UInt8] = charset == .utf16 ? [0xFF, 0xFE] : []
        for unit in lines.joined().utf16 {
            let pair = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
            bytes += isLittle ? pair : pair.reversed()
        }
        for size in 1...bytes.count {
            let chunks = stride(from: 0, to: bytes.count, by: size).map {
                Array(bytes[$0..<min($0 + size, bytes.count)])
            }
            // The mark is believed also where the header says something else.
            let stream = stream(chunks, charset: charset == .utf16 ? .utf8 : charset, isReady: false)
            var text = ""
            while let piece = try await stream.next() {
                let known = try #require(await stream.charset)
                text += String(decoding: try known.decode(piece) ?? piece, as: UTF8.self)
                #expect(text.hasSuffix("\n") || text.hasSuffix(lines.last!), "\(size)")
            }
            // A mark at the beginning of a piece is one more that may go.
            #expect(text.filter { $0 != "\u{FEFF}" } == lines.joined().filter { $0 != "\u{FEFF}" }, "\(size)")
        }
    }

    @Test func `is tried again before its first line, not behind it`() async throws {
        let isFirst = Mutex(true)
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/jsonl\r\nContent-Length: 100\r\n\r\n"
        let server = ScriptedServer { request in
            if isFirst.withLock({
                let was = $0
                $0 = false
                return was
            }) {
                return .close(Array((head + "{\"id\":").utf8))
            }
            return request.target == "/cut" ? .close(Array((head + "1\n2\n{\"i").utf8)) : .text("200 OK", [], "1\n2")
        }
        let client = APIClient(transport: AsyncHTTPTransport.test(), tokens: TokenSequence("t"))
        var request = APIRequest(url: server.url("/cut").absoluteString)
        request.streaming = .lines(types: ["application/jsonl"])
        let stream = try #require(try await client.send(request).stream)
        #expect(server.requests.count == 2)
        #expect(try await stream.next() == Array("1\n2\n".utf8))
        #expect(await failure { try await stream.next() }?.kind == .network)
        #expect(server.requests.count == 2)
        // Another media type is read whole.
        request.url = server.url("/whole").absoluteString
        let whole = try await client.send(request)
        #expect(whole.stream == nil && whole.body == Array("1\n2".utf8))
    }

    @Test func `ends where nothing comes for the time of the timeout`() async throws {
        let server = ScriptedServer { request in
            let line = request.target == "/none" ? "" : "1\n"
            return .hang(Array("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n\(line)".utf8))
        }
        let client = APIClient(transport: AsyncHTTPTransport.test(), tokens: TokenSequence("t"))
        for (path, streaming) in [("/one", APIRequest.Streaming.body), ("/none", .lines(types: nil))] {
            var request = APIRequest(
                url: server.url(path).absoluteString, timeouts: Timeouts(total: .milliseconds(200)))
            request.streaming = streaming
            request.retry = try RetrySettings(DefinitionValue.boolean(false), field: "retry")
            let error = await failure {
                let stream = try await client.send(request).stream
                while try await stream?.next() != nil {}
            }
            #expect(error?.kind == .timeout)
            #expect(error?.message.hasPrefix("nothing more came from 127.0.0.1") == true)
        }
    }

    @Test func `a stream may take longer than its timeout`() async throws {
        let server = SocketServer { connection in
            var pending: [UInt8] = []
            _ = ScriptedServer.readHead(connection, &pending)
            Sockets.write(connection, Array("HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n".utf8))
            for line in 0..<8 {
                usleep(150_000)
                Sockets.write(connection, Array("\(line)\n".utf8))
            }
        }
        let client = APIClient(transport: AsyncHTTPTransport.test(), tokens: TokenSequence("t"))
        var request = APIRequest(
            url: "http://127.0.0.1:\(server.port)/", timeouts: Timeouts(total: .milliseconds(900)))
        request.streaming = .lines(types: nil)
        let stream = try #require(try await client.send(request).stream)
        var bytes: [UInt8] = []
        while let piece = try await stream.next() { bytes += piece }
        #expect(String(decoding: bytes, as: UTF8.self) == "0\n1\n2\n3\n4\n5\n6\n7\n")
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
        request.streaming = .body
        do {
            let response = try await client.send(request)
            #expect(response.body.isEmpty)
            // How much comes first is the network's choice; the rest of the 4 MB is never read.
            #expect(try await response.stream?.next()?.isEmpty == false)
        }
        _ = try await client.send(APIRequest(url: server.url("/small").absoluteString))
        // The first one is gone, so the second needed its own.
        #expect(server.acceptedConnections == 2)
    }
}

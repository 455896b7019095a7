import Foundation
import HTTPTypes
import NIOCore
import Testing

@testable import OAuthClient
@testable import OAuthCore

/// Downloads that go on where an earlier one stopped.
struct ResumeTests {
    private let folder = TestFolder()
    private static let content = (0..<5000).map { "line \($0)\n" }.joined()

    /// A server that lets go of the connection after `cut` bytes of the whole, and answers ranges as `ranged` says.
    private func server(
        tag: @escaping @Sendable (Int) -> String = { _ in "ETag: \"v1\"" }, cut: Int = 20_000,
        ranged: @escaping @Sendable (Int) -> ScriptedServer.Answer? = { _ in nil }
    ) -> ScriptedServer {
        let count = Counter()
        return ScriptedServer { request in
            let number = count.add()
            let whole = Array(Self.content.utf8)
            let mark = tag(number)
            if let range = request["range"], let first = Int(range.dropFirst("bytes=".count).dropLast()),
                request["if-range"].map({ mark.hasSuffix($0) }) ?? true
            {
                if let answer = ranged(first) { return answer }
                return .bytes(
                    "206 Partial Content", [mark, "Content-Range: bytes \(first)-\(whole.count - 1)/\(whole.count)"],
                    Array(whole[first...]))
            }
            let head = "HTTP/1.1 200 OK\r\n\(mark)\r\nContent-Length: \(whole.count)\r\n\r\n"
            let isCut = number == 1
            return .close(Array(head.utf8) + whole.prefix(isCut ? cut : whole.count))
        }
    }

    private func get(
        _ server: ScriptedServer, path: String = "/file", resumes: Bool = true, checksum: String? = nil
    ) async throws -> APIResponse {
        var request = APIRequest(url: server.url(path).absoluteString, savePath: folder.file("out"))
        request.resumesDownload = resumes
        request.checksum = try checksum.map(Checksum.init(checking:))
        return try await APIClient(transport: AsyncHTTPTransport.test(), tokens: TokenSequence("t"), retries: 0)
            .send(request)
    }

    private func size(_ name: String) -> Int { folder.read(name)?.utf8.count ?? -1 }

    @Test(arguments: ["Last-Modified: Wed, 02 Jan 2019 00:00:00 GMT", "Last-Modified: Tue, 01 Jan 2019 00:00:00 GMT"])
    func `does not join two versions`(later: String) async throws {
        let date = "Date: Thu, 03 Jan 2019 00:00:00 GMT\r\n"
        let whole = Array(Self.content.utf8)
        let count = Counter()
        let server = ScriptedServer { request in
            let number = count.add()
            if number == 1 {
                let head = "HTTP/1.1 200 OK\r\n\(date)Last-Modified: Tue, 01 Jan 2019 00:00:00 GMT\r\n"
                return .close(Array("\(head)Content-Length: \(whole.count)\r\n\r\n".utf8) + whole.prefix(20_000))
            }
            // Forgets If-Range; the second version has another date, or only another length.
            let new = whole + (later.contains("01 Jan") ? [10] : [])
            guard let range = request["range"], let first = Int(range.dropFirst("bytes=".count).dropLast()) else {
                return .bytes("200 OK", [later], Array("new".utf8))
            }
            return .bytes(
                "206 Partial Content", [later, "Content-Range: bytes \(first)-\(new.count - 1)/\(new.count)"],
                Array(new[first...]))
        }
        #expect(await failure { try await get(server) }?.kind == .network)
        #expect(size(".out.part") == 20_000)
        #expect(try await get(server).status == 200)
        #expect(folder.read("out") == "new")
    }

    @Test func `goes on where the last try ended`() async throws {
        folder.write("old", to: "out")
        let server = server()
        #expect(await failure { try await get(server) }?.kind == .network)
        #expect(folder.read("out") == "old")
        #expect(folder.names == [".out.part", ".out.part.mark", "out"])
        let kept = size(".out.part")
        #expect(kept == 20_000)
        let digest = Checksum(.sha256, hex: sha256(Self.content))
        let response = try await get(server, checksum: "sha256:\(digest.hex!)")
        #expect(response.status == 206)
        #expect(response.savedBytes == Self.content.utf8.count)
        #expect(response.checksum == digest)
        #expect(folder.read("out") == Self.content)
        #expect(folder.names == ["out"])
        let second = try #require(server.requests.last)
        #expect(second["range"] == "bytes=20000-")
        #expect(second["if-range"] == "\"v1\"")
        #expect(second["accept-encoding"] == "identity")
    }

    @Test func `leaves nothing where it is not asked to`() async throws {
        let server = server()
        #expect(await failure { try await get(server, resumes: false) }?.kind == .network)
        #expect(folder.names.isEmpty)
        _ = try await get(server, resumes: false)
        #expect(server.requests.allSatisfy { $0["range"] == nil })
    }

    @Test func `begins again when the file has changed`() async throws {
        let server = server(tag: { "ETag: \"v\($0)\"" })
        _ = await failure { try await get(server) }
        let response = try await get(server)
        #expect(response.status == 200)
        #expect(folder.read("out") == Self.content)
        #expect(folder.names == ["out"])
    }

    @Test(arguments: ["/other", "/file?x=1"])
    func `takes no other URL's bytes`(path: String) async throws {
        let server = server()
        _ = await failure { try await get(server) }
        let response = try await get(server, path: path)
        #expect(response.status == 200)
        #expect(server.requests.last?["range"] == nil)
        #expect(folder.read("out") == Self.content)
    }

    /// A weak tag does not tell one byte from another, nor does a time within the second of the answer.
    @Test(arguments: [
        "ETag: W/\"v1\"", "X-Nothing: here", "Last-Modified: Mon, 01 Jan 2024 00:00:00 GMT",
        "Date: Mon, 01 Jan 2024 00:00:00 GMT\r\nLast-Modified: Mon, 01 Jan 2024 00:00:00 GMT",
    ])
    func `keeps nothing without a validator to go by`(header: String) async throws {
        let server = server(tag: { _ in header })
        #expect(await failure { try await get(server) }?.kind == .network)
        #expect(folder.names.isEmpty)
    }

    @Test func `goes by the time of the last change where there is no tag`() async throws {
        let server = server(tag: { _ in
            "Date: Mon, 01 Jan 2024 00:01:00 GMT\r\nLast-Modified: Mon, 01 Jan 2024 00:00:00 GMT"
        })
        _ = await failure { try await get(server) }
        #expect(try await get(server).status == 206)
        #expect(server.requests.last?["if-range"] == "Mon, 01 Jan 2024 00:00:00 GMT")
        #expect(folder.read("out") == Self.content)
    }

    /// Whatever a server makes of the range, what ends up in the file is what the server has.
    @Test(arguments: [
        "Content-Range: bytes 19999-58889/58890", "Content-Range: bytes 20001-58889/58890",
        "Content-Range: bytes */58890", "Content-Range: nonsense", "X-None: none",
        "Content-Range: bytes 20000-58889/58890\r\nETag: \"v2\"",
    ])
    func `asks for all of it when the range is wrong`(header: String) async throws {
        let server = server(ranged: { _ in .text("206 Partial Content", [header], "wrong bytes") })
        _ = await failure { try await get(server) }
        let response = try await get(server)
        #expect(response.status == 200)
        #expect(folder.read("out") == Self.content)
        #expect(server.requests.count == 3)
    }

    @Test func `asks for all of it when the server refuses the range`() async throws {
        let server = server(ranged: { _ in .text("416 Range Not Satisfiable", ["Content-Range: bytes */10"]) })
        _ = await failure { try await get(server) }
        #expect(try await get(server).status == 200)
        #expect(folder.read("out") == Self.content)
    }

    @Test func `notices a range that ends too early`() async throws {
        let size = Self.content.utf8.count
        let server = server(ranged: { first in
            .text(
                "206 Partial Content", ["ETag: \"v1\"", "Content-Range: bytes \(first)-\(size - 1)/\(size)"], "short")
        })
        _ = await failure { try await get(server) }
        let error = await failure { try await get(server) }
        #expect(error?.kind == .network)
        #expect(error?.message.contains("20005 of \(size) bytes") == true)
        #expect(!folder.names.contains("out"))
    }

    @Test func `keeps no file of another checksum`() async throws {
        folder.write("old", to: "out")
        let server = server(cut: 100_000)
        let wrong = String(repeating: "0", count: 64)
        for resumes in [true, false] {
            let error = await failure { try await get(server, resumes: resumes, checksum: "sha256:\(wrong)") }
            #expect(error?.kind == .decode)
            #expect(error?.message.contains(sha256(Self.content)) == true)
            #expect(error?.message.contains(wrong) == true)
            #expect(folder.read("out") == "old")
            #expect(folder.names == ["out"])
        }
    }

    @Test func `lets two at a time not write into one file`() async throws {
        let first = try DownloadFile(path: folder.file("out"), keepsPartial: true)
        let second = try DownloadFile(path: folder.file("out"), keepsPartial: true)
        try first.write(.init(string: "one"))
        try second.write(.init(string: "second"))
        try first.commit()
        #expect(folder.read("out") == "one")
        try second.commit()
        #expect(folder.read("out") == "second")
        #expect(folder.names == ["out"])
    }

    @Test func `does not follow what somebody put in its way`() async throws {
        folder.write("precious", to: "victim")
        try FileManager.default.createSymbolicLink(
            atPath: folder.file(".out.part"), withDestinationPath: folder.file("victim"))
        _ = try await get(server(cut: 100_000))
        #expect(folder.read("victim") == "precious")
        #expect(folder.read("out") == Self.content)
    }

    /// What a retry inside one request does: the file is the same, the attempts are two.
    @Test func `goes on in another attempt of the same request`() async throws {
        var request = APIRequest(url: "http://127.0.0.1/x", savePath: folder.file("out"))
        request.checksum = Checksum(.sha1)
        let url = URL(string: request.url)!
        let download = try #require(Download(request, url: url))
        let plain = try download.prepared(TransportRequest(url: url))
        #expect(plain.headers[.range] == nil && plain.headers[.acceptEncoding] == nil)
        let cut = AsyncThrowingStream { continuation in
            continuation.yield(ByteBuffer(string: "hello "))
            continuation.finish(throwing: OAuthError(.network, "cut short"))
        }
        let first = TransportResponse(status: 200, headers: [.eTag: "\"v\""], body: ResponseBody(cut))
        #expect(await failure { try await download.receive(first) }?.message == "cut short")
        #expect(download.canGoOn)
        let second = try download.prepared(TransportRequest(url: url))
        #expect(second.headers[.range] == "bytes=6-")
        #expect(second.headers[.ifRange] == "\"v\"")
        let rest = TransportResponse(
            status: 206, headers: [.contentRange: "bytes 6-10/11"], body: ResponseBody(Array("world".utf8)))
        #expect(try !download.isRefused(by: rest))
        let saved = try await download.receive(rest)
        #expect(saved.bytes == 11)
        #expect(saved.checksum?.hex == "2aae6c35c94fcfb415dbe95f408b9ce91ee846ed")
        #expect(folder.read("out") == "hello world")
    }

    @Test func `leaves a script's own range alone`() async throws {
        let server = ScriptedServer { _ in
            .text("206 Partial Content", ["Content-Range: bytes 2-4/10", "ETag: \"v\""], "cde")
        }
        var request = APIRequest(
            url: server.url().absoluteString, headers: [.range: "bytes=2-4"], savePath: folder.file("out"))
        request.resumesDownload = true
        _ = try await APIClient(transport: AsyncHTTPTransport.test(), tokens: TokenSequence("t"), retries: 0)
            .send(request)
        #expect(folder.read("out") == "cde")
        #expect(server.requests[0]["range"] == "bytes=2-4")
        #expect(folder.names == ["out"])
    }

    private func sha256(_ text: String) -> String {
        var hash = ChecksumHash(.sha256)
        Array(text.utf8).withUnsafeBytes { hash.update($0) }
        return hash.result.hex!
    }
}

import Foundation
import Testing

@testable import OAuthClient
@testable import OAuthCore

struct DownloadTests {
    private let folder = TestFolder()

    private func save(_ server: ScriptedServer, as name: String = "out") async throws -> APIResponse {
        try await APIClient(transport: AsyncHTTPTransport.test(), tokens: TokenSequence("t"))
            .send(APIRequest(url: server.url().absoluteString, responseLimit: 10, savePath: folder.file(name)))
    }

    @Test func `saves beyond the memory limit and takes the old file's place`() async throws {
        folder.write("old", to: "out")
        chmod(folder.file("out"), 0o600)
        let body = [UInt8](repeating: 0x61, count: 300_000)
        let server = ScriptedServer { _ in .bytes("200 OK", ["Content-Encoding: gzip"], compressed(body, bits: 31)) }
        let response = try await save(server)
        #expect(response.savedBytes == 300_000)
        #expect(response.body.isEmpty)
        #expect(folder.read("out") == String(repeating: "a", count: 300_000))
        #expect(folder.names == ["out"])
        var status = stat()
        stat(folder.file("out"), &status)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test func `leaves the old file whole when the body is cut short`() async throws {
        folder.write("old", to: "out")
        let server = ScriptedServer { _ in .close(Array("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart".utf8)) }
        #expect(await failure { try await save(server) }?.kind == .network)
        #expect(folder.read("out") == "old")
        #expect(folder.names == ["out"])
        #expect(await failure { try await save(server, as: "new") }?.kind == .network)
        #expect(folder.names == ["out"])
    }

    @Test func `saves no error page`() async throws {
        folder.write("old", to: "out")
        let server = ScriptedServer { _ in .text("404 Not Found", [], "not here") }
        let response = try await save(server)
        #expect(response.savedBytes == nil)
        #expect(response.body == Array("not here".utf8))
        #expect(folder.read("out") == "old")
    }

    @Test func `writes through a symbolic link and into a special file`() async throws {
        folder.write("old", to: "real")
        try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: "real")
        let server = ScriptedServer { _ in .text("200 OK", [], "new") }
        _ = try await save(server, as: "link")
        #expect(folder.read("real") == "new")
        #expect(folder.names == ["link", "real"])
        let null = try await APIClient(transport: AsyncHTTPTransport.test(), tokens: TokenSequence("t"))
            .send(APIRequest(url: server.url().absoluteString, savePath: "/dev/null"))
        #expect(null.savedBytes == 3)
    }

    @Test func `names a file that cannot be written`() async throws {
        let server = ScriptedServer { _ in .text("200 OK", [], "new") }
        let error = await failure { try await save(server, as: "missing/out") }
        #expect(error?.kind == .store)
        #expect(
            error?.message == "the response cannot be saved to \(folder.file("missing/out")): no such file or directory"
        )
        let isFolder = await failure { try await save(server, as: ".") }
        #expect(isFolder?.message.contains("is a directory") == true)
    }
}

import Foundation
import HTTPTypes
import Testing

@testable import OAuthClient
@testable import OAuthCore

struct MultipartTests {
    private let folder = TestFolder()

    private func send(_ form: MultipartForm, to server: ScriptedServer, path: String = "/") async throws -> APIResponse
    {
        try await APIClient(transport: AsyncHTTPTransport.test(), tokens: TokenSequence("t"))
            .send(APIRequest(method: "POST", url: server.url(path).absoluteString, body: .multipart(form)))
    }

    @Test func `streams files with a length known before`() async throws {
        let big = String(repeating: "0123456789", count: 50_000)
        folder.write(big, to: "big.bin")
        folder.write("", to: "empty.csv")
        let form = MultipartForm([
            FormPart(name: "title", content: .bytes(Array("Grüße".utf8))),
            FormPart(name: "file", file: folder.file("big.bin")),
            FormPart(name: "empty", file: folder.file("empty.csv")),
        ])
        let server = ScriptedServer { _ in .text("200 OK") }
        _ = try await send(form, to: server)
        let request = try #require(server.requests.first)
        let boundary = try #require(request["content-type"]?.split(separator: "=").last)
        #expect(request["content-length"] == String(request.body.count))
        #expect(request["transfer-encoding"] == nil)
        #expect(
            request.text == """
                --\(boundary)\r
                Content-Disposition: form-data; name="title"\r
                \r
                Grüße\r
                --\(boundary)\r
                Content-Disposition: form-data; name="file"; filename="big.bin"\r
                Content-Type: application/octet-stream\r
                \r
                \(big)\r
                --\(boundary)\r
                Content-Disposition: form-data; name="empty"; filename="empty.csv"\r
                Content-Type: text/csv\r
                \r
                \r
                --\(boundary)--\r\n
                """)
    }

    @Test func `is sent again whole by a redirect`() async throws {
        folder.write("contents", to: "a.txt")
        let server = ScriptedServer { request in
            request.target == "/" ? .text("307 Temporary Redirect", ["Location: /next"]) : .text("200 OK")
        }
        _ = try await send(MultipartForm([FormPart(name: "f", file: folder.file("a.txt"))]), to: server)
        #expect(server.requests.count == 2)
        #expect(server.requests[0].body == server.requests[1].body)
        #expect(server.requests[1].text.contains("contents"))
    }

    @Test func `names a file that cannot be sent`() async throws {
        let server = ScriptedServer { _ in .text("200 OK") }
        let error = await failure {
            try await send(MultipartForm([FormPart(name: "f", file: "/nonexistent/x")]), to: server)
        }
        #expect(error?.kind == .config)
        #expect(error?.message.contains("/nonexistent/x") == true)
        #expect(server.requests.isEmpty)
    }

    /// As browsers write names (HTML Standard): nothing can end the parameter or the line.
    @Test(arguments: [
        ("plain.txt", "plain.txt"), ("a\"b.txt", "a%22b.txt"), ("a\r\nX: y.txt", "a%0D%0AX: y.txt"),
        ("日本語.txt", "日本語.txt"), ("back\\slash.txt", "back\\slash.txt"), ("100%.txt", "100%.txt"),
    ])
    func `writes names that stay where they are`(name: String, written: String) {
        let part = FormPart(name: name, file: "/x/\(name.filter { $0 != "/" })")
        #expect(
            part.head
                == "Content-Disposition: form-data; name=\"\(written)\"; filename=\"\(written)\"\r\nContent-Type: text/plain\r\n"
        )
    }

    @Test(arguments: [
        ("a.PNG", "image/png"), ("a.tar.gz", "application/gzip"), ("noending", "application/octet-stream"),
        ("a.unknown", "application/octet-stream"), (".json", "application/json"), ("a.", "application/octet-stream"),
    ])
    func `guesses the type by the ending`(name: String, type: String) { #expect(MediaType.guess(name) == type) }

    @Test func `has another boundary each time`() {
        #expect(MultipartForm([]).contentType != MultipartForm([]).contentType)
        #expect(MultipartForm([]).contentType.utf8.count > "multipart/form-data; boundary=".utf8.count + 30)
    }
}

import Testing

@testable import OAuthClient
@testable import OAuthCore

struct ProgressTests {
    @Test func `tells of all bytes that go and come`() async throws {
        let folder = TestFolder()
        folder.write(String(repeating: "x", count: 200_000), to: "up")
        let server = ScriptedServer { _ in .bytes("200 OK", [], [UInt8](repeating: 0x61, count: 300_000)) }
        let (sent, received, events) = (Counter(), Counter(), Counter())
        let report: ProgressReport = { event in
            events.add()
            switch event {
            case .sent(let bytes): sent.add(bytes)
            case .received(let bytes): received.add(bytes)
            default: Issue.record("\(event)")
            }
        }
        let client = APIClient(transport: AsyncHTTPTransport.test(), tokens: TokenSequence("t"), progress: report)
        _ = try await client.send(
            APIRequest(
                method: "PUT", url: server.url().absoluteString, body: .file(folder.file("up")), savePath: "/dev/null"))
        #expect(sent.value == 200_000)
        #expect(received.value == 300_000)
        #expect(events.value > 4)
    }
}

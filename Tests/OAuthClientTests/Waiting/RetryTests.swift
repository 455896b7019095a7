import Foundation
import HTTPTypes
import Synchronization
import Testing

@testable import OAuthClient
@testable import OAuthCore

/// Whole requests against servers that fail, with a clock that waits for nobody.
@Suite(.timeLimit(.minutes(1))) struct RetryTests {
    private let time = VirtualTime()
    private let events = Events()

    private final class Events: Sendable {
        let all = Mutex<[ProgressEvent]>([])
        let lines = Mutex<[String]>([])
    }

    private func client(_ tokens: any TokenSource = TokenSequence("token-1"), retries: Int? = nil) -> APIClient {
        APIClient(
            transport: AsyncHTTPTransport.test(), tokens: tokens, retries: retries, pacing: time.pacing,
            progress: { [events] event in events.all.withLock { $0.append(event) } },
            log: { [events] line in events.lines.withLock { $0.append(line) } })
    }

    /// Answers in turn; the last one again and again.
    private func server(_ answers: ScriptedServer.Answer...) -> ScriptedServer {
        let left = Mutex(answers)
        return ScriptedServer { _ in left.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } }
    }

    private func request(_ server: ScriptedServer, _ method: String = "GET", _ path: String = "/a") -> APIRequest {
        APIRequest(method: method, url: server.url(path).absoluteString)
    }

    @Test func triesAgainAfterPassingFailures() async throws {
        let server = server(
            .text("503 Service Unavailable"), .close([]), .text("500 Oops"), .text("200 OK", [], "there"))
        let response = try await client().send(request(server))
        #expect(response.status == 200)
        #expect(String(decoding: response.body, as: UTF8.self) == "there")
        #expect(server.requests.count == 4)
        #expect(time.slept == [0.25, 0.5, 1])
        let host = "127.0.0.1:\(server.port)"
        #expect(
            events.all.withLock { $0 }.first
                == .waiting(host: host, reason: .retry(attempt: 2, limit: 4), duration: .milliseconds(250)))
        #expect(events.all.withLock { $0 }.contains(.resumed(host: host)))
        #expect(
            events.lines.withLock { $0 }.first == "\(host): it answered 503; attempt 2 of 4 follows in 0.3 s")
    }

    @Test func returnsTheLastAnswerInTheEnd() async throws {
        let server = server(.text("502 Bad Gateway", [], "1"), .text("502 Bad Gateway", [], "2"))
        let response = try await client().send(request(server))
        #expect(response.status == 502)
        #expect(server.requests.count == 4)
    }

    @Test func throwsTheLastFailureInTheEnd() async throws {
        let (descriptor, port) = Sockets.bind()
        defer { close(descriptor) }
        let error = await failure { try await client().send(APIRequest(url: "http://127.0.0.1:\(port)/")) }
        #expect(error?.kind == .network && error?.message.contains("refused") == true)
        #expect(time.slept == [0.25, 0.5, 1])
    }

    @Test func triesAgainAfterABodyThatBrokeOff() async throws {
        let server = server(
            .close(Array("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc".utf8)), .text("200 OK", [], "whole"))
        let response = try await client().send(request(server))
        #expect(String(decoding: response.body, as: UTF8.self) == "whole")
    }

    @Test(arguments: ["POST", "PATCH"]) func sendsOnceWhatIsNotIdempotent(method: String) async throws {
        let server = server(.text("503 Service Unavailable"), .text("200 OK"))
        #expect(try await client().send(request(server, method)).status == 503)
        #expect(server.requests.count == 1 && time.slept.isEmpty)
        var request = request(server, method)
        request.body = .bytes(Array("again".utf8))
        request.retry = RetrySettings(methods: .all)
        let second = self.server(.text("503 Service Unavailable"), .text("200 OK"))
        request.url = second.url().absoluteString
        #expect(try await client().send(request).status == 200)
        #expect(second.requests.map(\.text) == ["again", "again"])
    }

    @Test func sendsFilesAgain() async throws {
        let folder = TestFolder()
        let path = folder.write("file text", to: "f")
        let server = server(.text("500 Oops"), .text("200 OK"))
        var request = request(server, "PUT")
        request.body = .file(path)
        #expect(try await client().send(request).status == 200)
        #expect(server.requests.map(\.text) == ["file text", "file text"])
    }

    @Test func doesWhatTheNearestSettingSays() async throws {
        let server = server(.text("503 Service Unavailable"))
        var connection = Connection.test(hosts: [.loopback(server.port)])
        connection.waiting.retry = RetrySettings(attempts: 2)
        _ = try await client().send(request(server), as: connection)
        #expect(server.requests.count == 2)
        var request = request(server)
        request.retry = RetrySettings(attempts: 3)
        _ = try await client().send(request, as: connection)
        #expect(server.requests.count == 5)
        _ = try await client(retries: 0).send(request, as: connection)
        #expect(server.requests.count == 6)
        _ = try await client(retries: 4).send(request, as: connection)
        #expect(server.requests.count == 11)
    }

    @Test func waitsAsLongAsItIsAsked() async throws {
        let server = server(
            .text("429 Too Many Requests", ["Retry-After: 7"]), .text("503 Service Unavailable", ["Retry-After: 20"]),
            .text("200 OK"))
        let start = time.now
        #expect(try await client().send(request(server)).status == 200)
        #expect(time.now - start == .seconds(27))
    }

    @Test func waitsAsAskedBesideALongerRefusal() async throws {
        let client = client()
        let long = server(
            .text("429 Too Many Requests", ["Retry-After: 3600"]), .text("429 Too Many Requests", ["Retry-After: 2"]))
        #expect(await failure { try await client.send(request(long)) }?.kind == .rateLimited)
        var short = self.request(long, "GET", "/b")
        short.retry = RetrySettings(attempts: 5)
        let start = time.now
        #expect(try await client.send(short).status == 429)
        #expect(time.now - start == .seconds(8))
    }

    @Test func aDownloadThatCannotBeginLeavesItsPlace() async throws {
        let client = client(retries: 0)
        let server = server(.text("429 Too Many Requests"), .text("200 OK"))
        var save = request(server)
        save.savePath = "/nonexistent/x"
        save.resumesDownload = true
        for _ in 0..<2 { #expect(await failure { try await client.send(save) }?.kind == .store) }
        _ = try await client.send(request(server))
        let start = time.now
        for _ in 0..<3 { #expect(try await client.send(request(server)).status == 200) }
        #expect(time.now == start)
    }

    @Test func failsAtOnceWhereTheServerWantsTooMuch() async throws {
        let server = server(.text("429 Too Many Requests", ["Retry-After: 1800"]))
        let client = client()
        let error = await failure { try await client.send(request(server)) }
        #expect(error?.kind == .rateLimited && error?.status == 429 && error?.retryAfter == .seconds(1800))
        #expect(error?.message.contains("wants to be left alone for 30 min, longer than the 60 s") == true)
        #expect(error?.advice?.contains("max_wait = 1800") == true)
        #expect(error?.url == "http://127.0.0.1:\(server.port)/a")
        #expect(time.slept.isEmpty)
        // It said so: nobody has to ask again.
        let again = await failure { try await client.send(request(server)) }
        #expect(again?.kind == .rateLimited && server.requests.count == 1)
        #expect((again?.retryAfter ?? .zero) > .seconds(1790))
        // Who sends once takes what comes.
        var once = request(server)
        once.retry = RetrySettings(attempts: 1)
        #expect(try await client.send(once).status == 429)
    }

    @Test func a503ThatLastsIsAPassingError() async throws {
        let server = server(.text("503 Service Unavailable", ["Retry-After: 7200"]))
        let error = await failure { try await client().send(request(server)) }
        #expect(error?.kind == .http && error?.status == 503 && error?.isTransient == true)
    }

    @Test func theWholeWaitIsLimited() async throws {
        let server = server(.text("429 Too Many Requests", ["Retry-After: 25"]))
        var request = request(server)
        request.retry = RetrySettings(attempts: 100)
        let error = await failure { try await client().send(request) }
        #expect(error?.kind == .rateLimited)
        #expect(server.requests.count == 3)
        request.longestWait = .seconds(300)
        let start = time.now
        _ = await failure { try await client().send(request) }
        #expect(time.now - start == .seconds(300))
    }

    @Test func githubsRefusalIsOne() async throws {
        let reset = Int(Date().timeIntervalSince1970) + 30
        let server = server(
            .text("403 Forbidden", ["X-RateLimit-Remaining: 0", "X-RateLimit-Reset: \(reset)"]), .text("200 OK"))
        let start = time.now
        #expect(try await client().send(request(server)).status == 200)
        #expect((.seconds(10)...(.seconds(31))).contains(time.now - start))
        let forbidden = self.server(.text("403 Forbidden"))
        #expect(try await client().send(request(forbidden)).status == 403)
        #expect(forbidden.requests.count == 1)
    }

    @Test func waitsBeforeTheNextRequestWhereNoneIsLeft() async throws {
        let server = server(.text("200 OK", ["RateLimit: \"a\";r=0;t=40"]), .text("200 OK"))
        let client = client()
        let start = time.now
        _ = try await client.send(request(server))
        #expect(time.now == start)
        #expect(try await client.send(request(server, "POST")).status == 200)
        #expect(time.now - start == .seconds(40))
    }

    @Test func aConnectionsRateIsOneForAllItsTasks() async throws {
        let server = server(.text("200 OK"))
        var connection = Connection.test(hosts: [.loopback(server.port)])
        connection.waiting.rate = Rate(burst: 2, interval: .seconds(5))
        let client = client()
        let start = time.now
        let request = request(server)
        try await withThrowingTaskGroup(of: Void.self) { [connection] group in
            for _ in 0..<6 { group.addTask { _ = try await client.send(request, as: connection) } }
            try await group.waitForAll()
        }
        #expect(server.requests.count == 6)
        #expect(time.now - start == .seconds(20))
    }

    @Test func tokenFailuresAreNotTriedAgain() async throws {
        struct Broken: TokenSource {
            let asked: Signals
            func token(for connection: Connection, rejecting: Redacted<String>?) async throws -> Token {
                asked.count.add(1, ordering: .relaxed)
                throw OAuthError(.network, "the token endpoint is down")
            }
        }
        final class Signals: Sendable { let count = Atomic(0) }
        let signals = Signals()
        let server = server(.text("200 OK"))
        let error = await failure {
            try await client(Broken(asked: signals)).send(
                request(server), as: .test(hosts: [.loopback(server.port)]))
        }
        #expect(error?.message == "the token endpoint is down" && error?.connection == "test")
        #expect(signals.count.load(ordering: .relaxed) == 1 && time.slept.isEmpty)
    }

    @Test func aTokenThatEndedMeanwhileIsReplaced() async throws {
        let server = server(
            .text("429 Too Many Requests", ["Retry-After: 5"]), .text("401 Unauthorized"), .text("200 OK"))
        let response = try await client(TokenSequence("a", "b")).send(
            request(server), as: .test(hosts: [.loopback(server.port)]))
        #expect(response.status == 200 && response.wasReplayed)
        #expect(server.requests.map { $0["authorization"] } == ["Bearer a", "Bearer a", "Bearer b"])
    }

    @Test func aCancelledRequestWaitsNoLonger() async throws {
        let server = server(.text("503 Service Unavailable", ["Retry-After: 50"]))
        let client = APIClient(transport: AsyncHTTPTransport.test(), tokens: TokenSequence("t"))
        let request = request(server)
        let task = Task { try await client.send(request) }
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        try await Task.sleep(for: .milliseconds(100))
        let start = ContinuousClock.now
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test func doesNotRepeatWhatCannotPass() async throws {
        let certificate = try Certificate(for: "DNS:localhost")
        try await withSecureServer(certificate) { [time] port in
            let client = APIClient(
                transport: AsyncHTTPTransport.test(), tokens: TokenSequence("t"), pacing: time.pacing)
            for url in ["https://localhost:\(port)/", "http://no-such-host.invalid/"] {
                let error = await failure { try await client.send(APIRequest(url: url)) }
                #expect(error?.kind == .network && error?.isLasting == true, "\(String(describing: error))")
            }
        }
        #expect(time.slept.isEmpty)
    }
}

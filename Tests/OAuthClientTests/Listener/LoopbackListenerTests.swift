import Foundation
import HTTPTypes
import Synchronization
import TestSupport
import Testing

@testable import OAuthClient
@testable import OAuthCore

struct LoopbackListenerTests {
    private final class Calls: Sendable {
        let all = Mutex<[CallbackRequest]>([])
        var requests: [CallbackRequest] { all.withLock { $0 } }
    }

    private func listen(
        host: String = "127.0.0.1", port: Int? = nil, path: String = "/callback", calls: Calls = Calls(),
        reply: CallbackReply = .success(connection: "google")
    ) async throws -> any BoundListener {
        try await LoopbackListener().listen(at: CallbackPlace(host: host, port: port, path: path)) { request in
            calls.all.withLock { $0.append(request) }
            return reply
        }
    }

    private func get(
        _ port: Int, _ target: String, method: String = "GET", host: String = "127.0.0.1", headers: HTTPFields = [:]
    ) async throws -> (status: Int, headers: HTTPFields, text: String) {
        let url = URL(string: "http://\(host):\(port)\(target)")!
        let response = try await AsyncHTTPTransport.test().send(
            TransportRequest(method: method, url: url, headers: headers))
        let body = try await response.body.collect(limit: 1 << 20)
        return (response.status, response.headers, String(decoding: body, as: UTF8.self))
    }

    @Test func `answers the callback with its page and decodes the query`() async throws {
        let calls = Calls()
        let listener = try await listen(calls: calls)
        let answer = try await get(listener.port, "/callback?code=a%2Fb+c&state=%C3%BC&state=2&flag")
        #expect(answer.status == 200)
        #expect(answer.text.contains("google"))
        #expect(
            calls.requests == [
                CallbackRequest(
                    path: "/callback",
                    query: [
                        Parameter("code", "a/b c"), Parameter("state", "ü"), Parameter("state", "2"),
                        Parameter("flag", ""),
                    ])
            ])
        let policy = answer.headers[.contentSecurityPolicy] ?? ""
        let nonce = try #require(policy.firstMatch(of: /style-src 'nonce-([^']+)'/)?.1)
        #expect(policy.hasPrefix("default-src 'none'"))
        #expect(answer.text.contains("<style nonce=\"\(nonce)\">"))
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(answer.headers[HTTPField.Name("Referrer-Policy")!] == "no-referrer")
        #expect(answer.headers[.xContentTypeOptions] == "nosniff")
        #expect(answer.headers[.connection] == "close")
        await listener.close()
    }

    @Test(arguments: [
        ("GET", "/favicon.ico"), ("GET", "/"), ("GET", "/callback/"), ("GET", "/Callback?code=x"),
        ("GET", "/callbac%6B"),
        ("GET", "//callback"), ("HEAD", "/callback?code=x"), ("POST", "/callback?code=x"), ("OPTIONS", "/callback"),
    ])
    func `answers 404 to everything else and goes on`(method: String, target: String) async throws {
        let calls = Calls()
        let listener = try await listen(calls: calls)
        #expect(try await get(listener.port, target, method: method).status == 404)
        #expect(calls.requests.isEmpty)
        #expect(try await get(listener.port, "/callback?code=1").status == 200)
        await listener.close()
    }

    @Test(arguments: ["evil.example", "evil.example:80", "127.0.0.1", "localhost:PORT", "127.0.0.1:1"])
    func `knows only its own name`(host: String) async throws {
        let calls = Calls()
        let listener = try await listen(calls: calls)
        let headers: HTTPFields = [
            HTTPField.Name("Host")!: host.replacingOccurrences(of: "PORT", with: "\(listener.port)")
        ]
        #expect(try await get(listener.port, "/callback?code=1", headers: headers).status == 404)
        #expect(calls.requests.isEmpty)
        await listener.close()
    }

    @Test(arguments: ["localhost", "::1", "[::1]", "127.0.0.1"])
    func `listens on every loopback name`(host: String) async throws {
        let listener = try await listen(host: host)
        let name = host == "::1" ? "[::1]" : host
        #expect(try await get(listener.port, "/callback?code=1", host: name).status == 200)
        if host == "localhost" { #expect(try await get(listener.port, "/callback", host: "127.0.0.1").status == 200) }
        await listener.close()
    }

    @Test func `listens nowhere else`() async throws {
        #expect(await failure { try await listen(host: "0.0.0.0") }?.kind == .config)
        #expect(await failure { try await listen(host: "example.com") }?.kind == .config)
    }

    @Test(arguments: ["127.0.0.1", "localhost"])
    func `names a port in use`(host: String) async throws {
        let (descriptor, port) = Sockets.listen()
        defer { close(descriptor) }
        let error = await failure { try await listen(host: host, port: port) }
        #expect(error?.kind == .config)
        #expect(error?.message.contains("\(port)") == true)
        #expect(error?.advice?.contains("ss -ltnp 'sport = :\(port)'") == true)
    }

    @Test func `sends the reply under way before it closes`() async throws {
        let (waiting, release) = AsyncStream.makeStream(of: Void.self)
        let (arrived, arrive) = AsyncStream.makeStream(of: Void.self)
        let listener = try await LoopbackListener().listen(at: CallbackPlace()) { _ in
            arrive.finish()
            for await _ in waiting {}
            return .failure(OAuthError(.permission, "you said no"))
        }
        let port = listener.port
        async let answer = get(port, "/callback?error=access_denied")
        for await _ in arrived {}
        let closing = Task { await listener.close() }
        release.finish()
        let received = try await answer
        #expect(received.status == 400)
        #expect(received.text.contains("You said no"))
        await closing.value
        await listener.close()
        // Another program may have the port by now, but it would not say this.
        #expect((try? await get(port, "/callback").text.contains("You said no")) != true)
    }

    @Test func `is not held up by a connection that says nothing`() async throws {
        let listener = try await listen()
        let silent = try #require(Sockets.connect(to: listener.port))
        #expect(try await get(listener.port, "/callback?code=1").status == 200)
        await listener.close()
        #expect(Sockets.read(silent) == nil)
        close(silent)
    }

    /// NIO ends the program where a server lets go of a connection that it has accepted and not served.
    @Test(.timeLimit(.minutes(10)), arguments: ["127.0.0.1", "localhost"])
    func `closes while a browser opens connections`(host: String) async throws {
        for _ in 0..<25 {
            let listener = try await listen(host: host)
            let burst = await ConnectionBurst(port: listener.port)
            await listener.close()
            await burst.stop()
        }
    }

    @Test func `leaves no port bound where its start is cancelled`() async throws {
        let port = try FreePort.find()
        let start = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            await #expect(throws: CancellationError.self) { try await listen(port: port) }
        }
        await start.value
        await #expect(throws: Never.self) { try await listen(port: port).close() }
    }

    @Test func `refuses headers beyond 16 kB`() async throws {
        let calls = Calls()
        let listener = try await listen(calls: calls)
        let headers: HTTPFields = [.cookie: String(repeating: "x", count: 20_000)]
        let status = try? await get(listener.port, "/callback?code=1", headers: headers).status
        #expect(status != 200)
        #expect(calls.requests.isEmpty)
        await listener.close()
    }

    @Test func `says 400 to what it ignores`() async throws {
        let listener = try await listen(reply: .ignored)
        #expect(try await get(listener.port, "/callback?state=wrong").status == 400)
        await listener.close()
    }
}

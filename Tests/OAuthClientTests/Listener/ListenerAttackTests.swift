import Foundation
import Synchronization
import TestSupport
import Testing

@testable import OAuthClient
@testable import OAuthCore

/// What a hostile program or web page could do to a sign-in that waits on loopback.
@Suite(.timeLimit(.minutes(5))) struct ListenerAttackTests {
    /// Sends these bytes and reads what comes, until the other side closes.
    private func exchange(_ port: Int, _ bytes: [UInt8]) async -> String? {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                guard let socket = Sockets.connect(to: port) else { return continuation.resume(returning: nil) }
                Sockets.write(socket, bytes)
                var answer: [UInt8] = []
                while let more = Sockets.read(socket) { answer += more }
                close(socket)
                continuation.resume(returning: String(decoding: answer, as: UTF8.self))
            }
        }
    }

    private func request(_ port: Int, _ target: String) -> [UInt8] {
        Array("GET \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n".utf8)
    }

    /// A megabyte of address is refused before it is an answer; the real one still arrives.
    @Test(arguments: ["code=", "state=", "a=b&"]) func aURLOfAMegabyteIsRefused(part: String) async throws {
        let calls = Mutex(0)
        let listener = try await LoopbackListener().listen(at: CallbackPlace()) { request in
            if request.query == [Parameter("code", "1")] { return .success(connection: "google") }
            calls.withLock { $0 += 1 }
            return .ignored
        }
        let long = "/callback?" + String(repeating: part, count: (1 << 20) / part.utf8.count)
        let answer = await exchange(listener.port, request(listener.port, long))
        #expect(answer?.hasPrefix("HTTP/1.1 200") != true)
        #expect(calls.withLock { $0 } == 0)
        let good = await exchange(listener.port, request(listener.port, "/callback?code=1"))
        #expect(good?.hasPrefix("HTTP/1.1 200") == true)
        await listener.close()
    }

    /// Two thousand wrong answers at once: none is believed, one note is written, and the right one signs in.
    @Test func aFloodOfAnswersDoesNotKeepTheRightOneOut() async throws {
        let provider = CodeProvider()
        let browser = FakeBrowser { browser, page in
            provider.page.withLock { $0 = page }
            let port = try #require(URL(string: page.redirectURI)?.port)
            await withTaskGroup(of: Void.self) { group in
                for worker in 0..<20 {
                    group.addTask {
                        for index in 0..<100 {
                            _ = await exchange(port, request(port, "/callback?code=evil&state=\(worker)-\(index)"))
                        }
                    }
                }
                group.addTask { _ = try? await browser.visit(page.answer("code=good")) }
            }
        }
        let bench = SignInBench(browser: browser, endpoint: FakeTokenEndpoint { provider.exchange($0) })
        let token = try await bench.signIn(google())
        #expect(token.accessToken.reveal() == "a1")
        #expect(bench.endpoint.forms.map { $0["code"] } == ["good"], "no other code was ever tried")
        #expect(await bench.console.notes.count { $0.contains("Ignored a request") } <= 1)
    }
}

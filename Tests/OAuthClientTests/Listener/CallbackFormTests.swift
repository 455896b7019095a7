import Foundation
import HTTPTypes
import Synchronization
import Testing

@testable import OAuthClient
@testable import OAuthCore

/// Answers that are posted: `response_mode=form_post`, and those that a page takes out of the address.
@Suite struct CallbackFormTests {
    private final class Calls: Sendable {
        let all = Mutex<[CallbackRequest]>([])
        var requests: [CallbackRequest] { all.withLock { $0 } }
    }

    private func listen(_ place: CallbackPlace, _ calls: Calls) async throws -> any BoundListener {
        try await LoopbackListener().listen(at: place) { request in
            calls.all.withLock { $0.append(request) }
            return .success(connection: "google")
        }
    }

    private func send(
        _ port: Int, _ target: String = "/callback", form: String? = nil,
        type: String = "application/x-www-form-urlencoded"
    ) async throws -> (status: Int, policy: String, text: String) {
        let response = try await AsyncHTTPTransport.test().send(
            TransportRequest(
                method: form == nil ? "GET" : "POST", url: URL(string: "http://127.0.0.1:\(port)\(target)")!,
                headers: form == nil ? [:] : [.contentType: type], body: form.map { .bytes(Array($0.utf8)) } ?? .none))
        let text = String(decoding: try await response.body.collect(limit: 1 << 20), as: UTF8.self)
        return (response.status, response.headers[.contentSecurityPolicy] ?? "", text)
    }

    @Test(arguments: ["application/x-www-form-urlencoded", "Application/X-WWW-Form-Urlencoded; charset=UTF-8"])
    func takesAForm(type: String) async throws {
        let calls = Calls()
        let listener = try await listen(CallbackPlace(acceptsForms: true), calls)
        #expect(try await send(listener.port, form: "code=a%2Fb+c&state=%C3%BC&state=2", type: type).status == 200)
        #expect(
            calls.requests == [
                CallbackRequest(
                    method: "POST", path: "/callback",
                    query: [Parameter("code", "a/b c"), Parameter("state", "ü"), Parameter("state", "2")])
            ])
        // Errors come by GET all the same at some providers.
        #expect(try await send(listener.port, "/callback?error=x").status == 200)
        await listener.close()
    }

    @Test func takesNoFormUnlessAsked() async throws {
        let calls = Calls()
        let listener = try await listen(CallbackPlace(), calls)
        #expect(try await send(listener.port, form: "code=a").status == 404)
        #expect(calls.requests.isEmpty)
        await listener.close()
    }

    @Test(arguments: [
        ("/callback", "{\"code\":1}", "application/json"), ("/callback", "code=a", "text/plain"),
        ("/callback", "code=" + String(repeating: "x", count: 70_000), "application/x-www-form-urlencoded"),
        ("/other", "code=a", "application/x-www-form-urlencoded"),
    ])
    func refusesWhatIsNoForm(target: String, body: String, type: String) async throws {
        let calls = Calls()
        let listener = try await listen(CallbackPlace(acceptsForms: true), calls)
        let status = try? await send(listener.port, target, form: body, type: type).status
        #expect(status != 200)
        #expect(calls.requests.isEmpty)
        #expect(try await send(listener.port, form: "code=a").status == 200, "and goes on")
        await listener.close()
    }

    @Test func aPageReadsTheFragment() async throws {
        let calls = Calls()
        let listener = try await listen(CallbackPlace(path: "/call\"back", readsFragment: true), calls)
        let page = try await send(listener.port, "/call%22back")
        #expect(page.status == 404, "paths are compared to the character")
        await listener.close()

        let second = try await listen(CallbackPlace(readsFragment: true), calls)
        let answer = try await send(second.port)
        #expect(answer.status == 200)
        #expect(calls.requests.isEmpty, "the page is not the answer")
        #expect(answer.text.contains(#"<form method="post" action="/callback">"#))
        let nonce = try #require(answer.policy.firstMatch(of: /script-src 'nonce-([^']+)'/)?.1)
        #expect(answer.text.contains("<script nonce=\"\(nonce)\">"))
        #expect(answer.policy.contains("form-action 'self'"))
        #expect(answer.policy.hasPrefix("default-src 'none'"))
        #expect(try await send(second.port, form: "access_token=t&state=s").status == 200)
        #expect(try await send(second.port, "/callback?error=access_denied").status == 200)
        #expect(calls.requests.map(\.method) == ["POST", "GET"])
        await second.close()
    }
}

import Foundation
import HTTPTypes
import Synchronization

@testable import OAuthClient
@testable import OAuthCore

/// A provider in memory: answers by URL, 404 for what it has not, and counts.
final class FakeProvider: HTTPTransport {
    struct Page: Sendable {
        var status = 200
        var headers: HTTPFields = [:]
        var body: [UInt8] = []
        var failure: OAuthError?

        static func json(_ body: String, status: Int = 200, _ headers: HTTPFields = [:]) -> Page {
            Page(status: status, headers: headers, body: Array(body.utf8))
        }
    }

    private struct State {
        var pages: [String: Page]
        var requests: [String] = []
        var sent: [TransportRequest] = []
        var delay: Duration = .zero
    }

    private let state: Mutex<State>

    init(_ pages: [String: Page] = [:]) { state = Mutex(State(pages: pages)) }

    /// `GET https://…`, in order.
    var requests: [String] { state.withLock { $0.requests } }
    var sent: [TransportRequest] { state.withLock { $0.sent } }

    subscript(url: String) -> Page? {
        get { state.withLock { $0.pages[url] } }
        set { state.withLock { $0.pages[url] = newValue } }
    }

    /// Everything fails from now on.
    func goDown(_ kind: OAuthError.Kind = .network) {
        state.withLock { state in
            for url in state.pages.keys { state.pages[url] = Page(failure: OAuthError(kind, "no answer")) }
        }
    }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        // So that others come while one waits.
        for _ in 0..<3 { await Task.yield() }
        let url = request.url.absoluteString
        let page = state.withLock { state in
            state.requests.append("\(request.method) \(url)")
            state.sent.append(request)
            return state.pages["\(request.method) \(url)"] ?? state.pages[url] ?? Page(status: 404)
        }
        if let failure = page.failure { throw failure }
        return TransportResponse(status: page.status, headers: page.headers, body: ResponseBody(page.body))
    }
}

/// A clock that tests move.
final class TestClock: Sendable {
    private let state = Mutex(Date(timeIntervalSince1970: 1_700_000_000))
    var now: Date { state.withLock { $0 } }
    func advance(_ seconds: Double) { state.withLock { $0 += seconds } }
}

extension Connection {
    /// What a definition says, without secrets of its own.
    static func defined(_ fields: [String: DefinitionValue]) throws -> Connection {
        try ConnectionDefinition(fields.merging(["name": "test"]) { first, _ in first }).connection(
            secrets: NoSecrets())
    }
}

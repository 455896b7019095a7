import Foundation
import HTTPTypes
import Synchronization

@testable import OAuthClient
@testable import OAuthCore

/// A provider of OAuth 1.0a in memory: it records what it gets, and answers what its handler says.
final class FakeOAuth1Provider: HTTPTransport {
    /// A request as such a provider reads it: the protocol's parameters, wherever they stood.
    struct Received: Sendable {
        var request: TransportRequest
        var oauth: [String: String]

        subscript(name: String) -> String? { oauth["oauth_\(name)"] }
        var path: String { request.url.path }
    }

    private let storage = Mutex<[Received]>([])
    private let handler: @Sendable (Received) -> FakeAnswer

    init(_ handler: @escaping @Sendable (Received) -> FakeAnswer) { self.handler = handler }

    /// Gives `temporary` and then `token`, and everything else a 200.
    static func generous(confirmed: Bool = true) -> FakeOAuth1Provider {
        FakeOAuth1Provider { received in
            switch received.path {
            case "/request": .credentials("temporary", confirmed: confirmed)
            case "/access": .credentials("token")
            default: FakeAnswer(body: "fine")
            }
        }
    }

    var received: [Received] { storage.withLock { $0 } }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        var texts = [request.url.query(percentEncoded: true) ?? ""]
        switch request.body {
        case .secret(let bytes): texts.append(String(decoding: bytes.reveal(), as: UTF8.self))
        case .bytes(let bytes): texts.append(String(decoding: bytes, as: UTF8.self))
        case .none, .file, .pieces: break
        }
        if let header = request.headers[.authorization], header.hasPrefix("OAuth ") {
            texts.append(
                header.dropFirst(6).split(separator: ", ").map { $0.filter { $0 != "\"" } }.joined(separator: "&"))
        }
        let parameters = texts.flatMap { FormEncoding.decode($0) }.filter { $0.name.hasPrefix("oauth_") }
        let received = Received(
            request: request, oauth: Dictionary(parameters.map { ($0.name, $0.value) }) { first, _ in first })
        storage.withLock { $0.append(received) }
        let answer = handler(received)
        if let failure = answer.failure { throw failure }
        return TransportResponse(
            status: answer.status, headers: answer.headers, body: ResponseBody(Array(answer.body.utf8)))
    }
}

extension FakeAnswer {
    static func credentials(_ token: String, confirmed: Bool = false) -> FakeAnswer {
        FakeAnswer(
            body: "oauth_token=\(token)&oauth_token_secret=\(token)-secret&screen_name=jane"
                + (confirmed ? "&oauth_callback_confirmed=true" : ""))
    }

    static func problem(_ code: String, status: Int = 401, _ headers: HTTPFields = [:]) -> FakeAnswer {
        FakeAnswer(status: status, body: "oauth_problem=\(code)", headers: headers)
    }
}

/// A connection named `photos`.
func photos(_ changes: [String: DefinitionValue] = [:], without: Set<String> = []) throws -> Connection {
    let fields: [String: DefinitionValue] = [
        "name": "photos", "grant": "oauth1", "client_id": "the-client", "client_secret": "the-secret",
        "request_token_url": "https://photos.example/request", "authorization_url": "https://photos.example/authorize",
        "token_url": "https://photos.example/access", "base_url": "https://api.photos.example/",
    ]
    return try ConnectionDefinition(fields.filter { !without.contains($0.key) }.merging(changes) { $1 })
        .connection(secrets: NoSecrets())
}

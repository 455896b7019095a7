import Foundation
import HTTPTypes
import Synchronization

@testable import OAuthClient
@testable import OAuthCore

/// A provider in memory with keys, ID tokens and a userinfo endpoint.
final class OpenIDProvider: HTTPTransport {
    static let issuer = "https://auth.example"

    struct State: Sendable {
        var keys: [SigningKey]
        /// What the token endpoint answers with, besides the ID token.
        var changes: [String: JSONValue] = [:]
        var givesIDToken = true
        var keyAnswer = FakeAnswer()
        var userinfo: FakeAnswer = .json("{\"sub\":\"alice\",\"email\":\"alice@example.com\"}")
        var asked: [String] = []
    }

    private let state: Mutex<State>

    init() async throws { state = Mutex(State(keys: [try await Self.key("1")])) }

    static func key(_ id: String) async throws -> SigningKey {
        try await SigningKey.make(SigningKey.generate(.ES256).text, keyID: id)
    }

    func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

    /// The paths of the requests that came, in order.
    var asked: [String] { state.withLock { $0.asked } }
    var keyRequests: Int { asked.count { $0 == "/keys" } }

    /// Signed with the newest key. A null leaves a claim out.
    func idToken(_ changes: [String: JSONValue] = [:]) throws -> String {
        let claims: [String: JSONValue] = [
            "iss": .string(Self.issuer), "aud": .string("the-client"), "sub": .string("alice"),
            "iat": .integer(1_700_000_000), "exp": .integer(1_700_003_600),
        ]
        let key = state.withLock { $0.keys[$0.keys.count - 1] }
        return try key.sign(header: [:], claims: claims.merging(changes) { $1 }.filter { $0.value != .null })
    }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        let path = request.url.path()
        let now = state.withLock { state in
            state.asked.append(path)
            return state
        }
        var answer: FakeAnswer
        switch path {
        case "/keys":
            answer = now.keyAnswer
            if answer.status == 200, answer.failure == nil, answer.body.isEmpty {
                answer.body = JSONValue.object(["keys": .array(now.keys.map(\.publicJWK))]).encoded()
            }
        case "/userinfo": answer = now.userinfo
        default:
            var fields: [String: JSONValue] = [
                "access_token": .string("access-2"), "refresh_token": .string("r2"), "expires_in": .integer(3600),
            ]
            if now.givesIDToken { fields["id_token"] = .string(try idToken(now.changes)) }
            answer = .json(JSONValue.object(fields).encoded())
        }
        if let failure = answer.failure { throw failure }
        return TransportResponse(
            status: answer.status, headers: answer.headers, body: ResponseBody(Array(answer.body.utf8)))
    }

    static func connection(_ changes: [String: DefinitionValue] = [:]) throws -> Connection {
        let fields: [String: DefinitionValue] = [
            "issuer": .string(issuer), "jwks_url": "https://auth.example/keys", "scope": "openid",
            "userinfo_url": "https://auth.example/userinfo",
        ]
        return try google(fields.merging(changes) { $1 })
    }
}

import Foundation
import HTTPTypes
import Synchronization

@testable import OAuthClient
@testable import OAuthCore

/// What a token endpoint answers.
struct FakeAnswer: Sendable {
    var status = 200
    var body = ""
    var headers: HTTPFields = [:]
    var failure: OAuthError?

    static func json(_ body: String, status: Int = 200, _ headers: HTTPFields = [:]) -> FakeAnswer {
        FakeAnswer(status: status, body: body, headers: headers)
    }

    static func status(_ status: Int, _ headers: HTTPFields = [:]) -> FakeAnswer {
        FakeAnswer(status: status, headers: headers)
    }

    static func failing(_ kind: OAuthError.Kind) -> FakeAnswer {
        FakeAnswer(failure: OAuthError(kind, "no answer"))
    }

    static let invalidGrant = json("{\"error\":\"invalid_grant\"}", status: 400)
}

/// A token endpoint in memory: records the forms that it gets, and answers what its handler says.
final class FakeTokenEndpoint: HTTPTransport {
    typealias Form = [String: String]
    private let received = Mutex<[Form]>([])
    private let handler: @Sendable (Form) async -> FakeAnswer

    init(_ handler: @escaping @Sendable (Form) async -> FakeAnswer) { self.handler = handler }

    /// Answers from a table, in turn; its last line again and again.
    convenience init(_ answers: FakeAnswer...) {
        self.init(table: answers)
    }

    convenience init(table answers: [FakeAnswer]) {
        let remaining = Mutex(answers)
        self.init { _ in
            remaining.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
        }
    }

    var forms: [Form] { received.withLock { $0 } }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        guard case .secret(let body) = request.body, request.method == "POST", request.isConfidential else {
            throw OAuthError(.http, "not a confidential POST")
        }
        let parameters = FormEncoding.decode(String(decoding: body.reveal(), as: UTF8.self))
        let form = Form(parameters.map { ($0.name, $0.value) }) { first, _ in first }
        received.withLock { $0.append(form) }
        let answer = await handler(form)
        if let failure = answer.failure { throw failure }
        return TransportResponse(
            status: answer.status, headers: answer.headers, body: ResponseBody(Array(answer.body.utf8)))
    }
}

/// Rotates refresh tokens (`r1`, `r2`, …), and on the reuse of an old one kills the whole family.
final class RotatingProvider: Sendable {
    private let state = Mutex((generation: 1, isDead: false))

    var generation: Int { state.withLock { $0.generation } }

    func refresh(_ form: FakeTokenEndpoint.Form) -> FakeAnswer {
        state.withLock { state in
            guard !state.isDead, form["refresh_token"] == "r\(state.generation)" else {
                state.isDead = true
                return .invalidGrant
            }
            state.generation += 1
            let body =
                "{\"access_token\":\"a\(state.generation)\",\"refresh_token\":\"r\(state.generation)\",\"expires_in\":3600}"
            return .json(body)
        }
    }

    var endpoint: FakeTokenEndpoint { FakeTokenEndpoint { self.refresh($0) } }
}

import Foundation
import HTTPTypes
import Synchronization

@testable import OAuthClient
@testable import OAuthCore

/// A proof whose signature is good, by the key that it names (RFC 9449 §4.3).
struct ReadProof: Sendable {
    var thumbprint: String
    var claims: [String: JSONValue]

    subscript(_ claim: String) -> String? { claims[claim]?.text }

    init?(_ proof: String?) async throws {
        guard let proof else { return nil }
        let header = try JWS(proof).header
        guard header["typ"]?.text == "dpop+jwt", let jwk = header["jwk"], case .object(let members) = jwk,
            let keys = KeySet(.object(["keys": .array([jwk])]))
        else { throw CocoaError(.coderInvalidValue) }
        claims = try await keys.verify(proof, allowing: [.ES256]).claims
        thumbprint = SigningKey.thumbprint(of: members)
    }
}

/// Servers in memory that read the proof of every request.
final class ProofTransport: HTTPTransport {
    struct Seen: Sendable {
        var request: TransportRequest
        var form: [String: String]
        var proof: ReadProof?
    }

    private let received = Mutex<[Seen]>([])
    private let handler: @Sendable (Seen) -> FakeAnswer

    init(_ handler: @escaping @Sendable (Seen) -> FakeAnswer) { self.handler = handler }

    var seen: [Seen] { received.withLock { $0 } }
    var proofs: [ReadProof] { seen.compactMap(\.proof) }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        var form: [String: String] = [:]
        if case .secret(let body) = request.body {
            let parameters = FormEncoding.decode(String(decoding: body.reveal(), as: UTF8.self))
            form = Dictionary(parameters.map { ($0.name, $0.value) }) { first, _ in first }
        }
        let seen = Seen(
            request: request, form: form, proof: try await ReadProof(request.headers[HTTPField.Name("DPoP")!]))
        received.withLock { $0.append(seen) }
        let answer = handler(seen)
        if let failure = answer.failure { throw failure }
        return TransportResponse(
            status: answer.status, headers: answer.headers, body: ResponseBody(Array(answer.body.utf8)))
    }
}

extension FakeAnswer {
    static func nonce(_ nonce: String?, status: Int = 400) -> FakeAnswer {
        var headers: HTTPFields = [:]
        if let nonce { headers[HTTPField.Name("DPoP-Nonce")!] = nonce }
        return json("{\"error\":\"use_dpop_nonce\"}", status: status, headers)
    }

    static func bound(_ number: Int = 1, type: String = "DPoP") -> FakeAnswer {
        json(
            "{\"access_token\":\"a\(number)\",\"token_type\":\"\(type)\",\"refresh_token\":\"r\(number)\",\"expires_in\":3600}"
        )
    }
}

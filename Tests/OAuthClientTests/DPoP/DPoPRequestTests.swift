import Foundation
import Synchronization
import Testing

@testable import OAuthClient
@testable import OAuthCore

/// Bound tokens at APIs (RFC 9449 §7, §9), over real sockets.
@Suite struct DPoPRequestTests {
    /// Hands out `token-1`, and `token-2` once that is rejected, bound to one key.
    private final class BoundTokens: TokenSource {
        let key: SigningKey
        private let number = Mutex(1)

        init() async throws { key = try await DPoPProof.key() }

        func token(for connection: Connection, rejecting rejected: Redacted<String>?) async throws -> Token {
            let number = number.withLock { number in
                if rejected == Redacted("token-\(number)") { number += 1 }
                return number
            }
            var token = Token(accessToken: Redacted("token-\(number)"), type: "DPoP", obtainedAt: instant)
            token.dpopKey = key.text
            return token
        }
    }

    private func client(_ tokens: BoundTokens) -> APIClient {
        APIClient(transport: AsyncHTTPTransport.test(), tokens: tokens, now: { instant })
    }

    private func proofs(_ server: ScriptedServer) async throws -> [ReadProof] {
        var proofs: [ReadProof] = []
        for request in server.requests {
            let proof = try await ReadProof(request["dpop"])
            if let proof { proofs.append(proof) }
        }
        return proofs
    }

    @Test func `each request has a proof for itself and its token`() async throws {
        let server = ScriptedServer { _ in .text("200 OK", [], "yes") }
        let tokens = try await BoundTokens()
        let connection = Connection.test(base: server.url().absoluteString, hosts: [.loopback(server.port)])
        let client = client(tokens)
        _ = try await client.send(APIRequest(url: "/a?x=1#y"), as: connection)
        _ = try await client.send(APIRequest(method: "POST", url: "/b", body: .json(Array("{}".utf8))), as: connection)
        #expect(server.requests.map { $0["authorization"] } == ["DPoP token-1", "DPoP token-1"])
        let proofs = try await proofs(server)
        #expect(proofs.map { $0["htm"] } == ["GET", "POST"])
        #expect(proofs.map { $0["htu"] } == [server.url("/a").absoluteString, server.url("/b").absoluteString])
        #expect(proofs.allSatisfy { $0["ath"] == DPoPProof.hash(of: Redacted("token-1")) })
        #expect(proofs.allSatisfy { $0.thumbprint == tokens.key.thumbprint })
        #expect(Set(proofs.map { $0["jti"] }).count == 2)
    }

    @Test func `a nonce is learned, and the request sent again once`() async throws {
        let server = ScriptedServer { request in
            guard let proof = request["dpop"], (try? JWS(proof).unverifiedClaims()["nonce"]?.text) == "n1" else {
                return .text(
                    "401 Unauthorized", ["WWW-Authenticate: DPoP error=\"use_dpop_nonce\"", "DPoP-Nonce: n1"], "no")
            }
            return .text("200 OK", ["DPoP-Nonce: n1"], request.text)
        }
        let connection = Connection.test(base: server.url().absoluteString, hosts: [.loopback(server.port)])
        let client = client(try await BoundTokens())
        let first = try await client.send(
            APIRequest(method: "PUT", url: "/a", body: .bytes(Array("again".utf8))), as: connection)
        #expect(first.status == 200)
        #expect(String(decoding: first.body, as: UTF8.self) == "again")
        #expect(!first.wasReplayed)
        #expect(try await client.send(APIRequest(url: "/a"), as: connection).status == 200)
        #expect(try await proofs(server).map { $0["nonce"] } == [nil, "n1", "n1"])
    }

    @Test func `a server that is never satisfied is asked twice, and once more with a fresh token`() async throws {
        let server = ScriptedServer { _ in
            .text("401 Unauthorized", ["WWW-Authenticate: DPoP error=\"use_dpop_nonce\"", "DPoP-Nonce: n"], "no")
        }
        let connection = Connection.test(base: server.url().absoluteString, hosts: [.loopback(server.port)])
        let response = try await client(try await BoundTokens()).send(APIRequest(url: "/a"), as: connection)
        #expect(response.status == 401)
        #expect(server.requests.count == 3)
    }

    @Test func `a rejected token is replaced, and the proof is about the new one`() async throws {
        let server = ScriptedServer { request in
            request["authorization"] == "DPoP token-2"
                ? .text("200 OK", [], "yes")
                : .text("401 Unauthorized", ["WWW-Authenticate: DPoP error=\"invalid_token\"", "DPoP-Nonce: n7"], "no")
        }
        let connection = Connection.test(base: server.url().absoluteString, hosts: [.loopback(server.port)])
        let response = try await client(try await BoundTokens()).send(APIRequest(url: "/a"), as: connection)
        #expect(response.status == 200)
        #expect(response.wasReplayed)
        let proofs = try await proofs(server)
        #expect(proofs.map { $0["ath"] } == ["token-1", "token-2"].map { DPoPProof.hash(of: Redacted($0)) })
        // Any answer may bring the nonce for the next request.
        #expect(proofs.map { $0["nonce"] } == [nil, "n7"])
    }

    @Test func `a redirect within the host has a proof of its own, one to another host has none`() async throws {
        let other = ScriptedServer { _ in .text("200 OK", [], "elsewhere") }
        let away = other.url("/away").absoluteString
        let server = ScriptedServer { request in
            switch request.target {
            case "/first": .text("307 Temporary Redirect", ["Location: /second"])
            default: .text("307 Temporary Redirect", ["Location: \(away)"])
            }
        }
        let connection = Connection.test(base: server.url().absoluteString, hosts: [.loopback(server.port)])
        let response = try await client(try await BoundTokens()).send(APIRequest(url: "/first"), as: connection)
        #expect(response.status == 200)
        #expect(
            try await proofs(server).map { $0["htu"] }
                == [server.url("/first").absoluteString, server.url("/second").absoluteString])
        #expect(other.requests.count == 1)
        #expect(other.requests[0]["authorization"] == nil)
        #expect(other.requests[0]["dpop"] == nil)
    }
}

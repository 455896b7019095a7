import Foundation
import Testing

@testable import DemoProvider

@Suite struct DPoPTests {
    private func login(_ visitor: Visitor, _ prover: Prover, client: String = "demo-public") async throws
        -> Visitor.Answer
    {
        let form = [
            "grant_type": "authorization_code", "code": try await visitor.code(["client_id": client]),
            "redirect_uri": Visitor.redirectURI, "code_verifier": Visitor.verifier, "client_id": client,
        ]
        let proof = try await prover.proof("POST", visitor.endpoints.tokenURL)
        return try await visitor.post("/oauth/token", form, headers: [("DPoP", proof)])
    }

    private func refresh(_ visitor: Visitor, _ token: Any?, _ prover: Prover?) async throws -> Visitor.Answer {
        let proof = try await prover?.proof("POST", visitor.endpoints.tokenURL)
        return try await visitor.post(
            "/oauth/token",
            ["grant_type": "refresh_token", "refresh_token": token as? String ?? "", "client_id": "demo-public"],
            headers: proof.map { [("DPoP", $0)] } ?? [])
    }

    @Test func tokensAreBoundToAKey() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let prover = Prover()
            let answer = try await login(visitor, prover).json
            #expect(answer["token_type"] as? String == "DPoP")
            let token = try #require(answer["access_token"] as? String)
            let url = visitor.endpoints.userinfoURL
            let proof = try await prover.proof("GET", url, accessToken: token)
            func call(_ scheme: String, _ proof: String?) async throws -> Visitor.Answer {
                try await visitor.send(
                    .GET, "/userinfo?a=b",
                    headers: [("Authorization", "\(scheme) \(token)")] + (proof.map { [("DPoP", $0)] } ?? []))
            }
            #expect(try await call("DPoP", proof).status == 200)
            let replayed = try await call("DPoP", proof)
            #expect(replayed.status == 401)
            let challenge = try #require(replayed.headers.first(name: "WWW-Authenticate"))
            #expect(challenge.hasPrefix("DPoP ") && challenge.contains("error=\"invalid_dpop_proof\""))
            #expect(try await call("Bearer", nil).status == 401)
            #expect(try await call("DPoP", nil).status == 401)
            let stolen = try await Prover().proof("GET", url, accessToken: token)
            #expect(try await call("DPoP", stolen).text.contains("not bound to this DPoP key"))
            let hashless = try await prover.proof("GET", url)
            #expect(try await call("DPoP", hashless).status == 401)

            #expect(try await refresh(visitor, answer["refresh_token"], nil).error == "invalid_grant")
            #expect(try await refresh(visitor, answer["refresh_token"], Prover()).error == "invalid_grant")
            #expect(try await refresh(visitor, answer["refresh_token"], prover).status == 200)
        }
    }

    @Test(
        arguments: [
            (["htm": .string("GET")], [:]), (["htu": .string("https://other.example.org/")], [:]),
            (["iat": .int(Signer.now - 3600)], [:]), (["jti": nil], [:]), ([:], ["typ": .string("JWT")]),
            ([:], ["jwk": .null]),
        ] as [([String: Signer.Value?], [String: Signer.Value])])
    func aWrongProofIsRefused(changes: [String: Signer.Value?], header: [String: Signer.Value]) async throws {
        try await Visitor.visit { visitor async throws in
            let proof = try await Prover().proof("POST", visitor.endpoints.tokenURL, changes, header: header)
            let answer = try await visitor.token(["grant_type": "client_credentials"], [("DPoP", proof)])
            #expect(answer.status == 400 && answer.error == "invalid_dpop_proof")
        }
    }

    @Test func aNonceIsAskedForAtBothPlaces() async throws {
        try await Visitor.visit { visitor async throws in
            try await visitor.tell("set?require_dpop=1&require_dpop_nonce=1")
            let prover = Prover()
            func ask(_ nonce: String?) async throws -> Visitor.Answer {
                let proof = try await prover.proof("POST", visitor.endpoints.tokenURL, nonce: nonce)
                return try await visitor.token(["grant_type": "client_credentials"], [("DPoP", proof)])
            }
            #expect(try await visitor.token(["grant_type": "client_credentials"]).error == "invalid_dpop_proof")
            let refused = try await ask(nil)
            #expect(refused.status == 400 && refused.error == "use_dpop_nonce")
            let nonce = try #require(refused.headers.first(name: "DPoP-Nonce"))
            let answer = try await ask(nonce)
            #expect(answer.status == 200)
            let token = try #require(try answer.json["access_token"] as? String)
            func call(_ nonce: String?) async throws -> Visitor.Answer {
                let proof = try await prover.proof(
                    "GET", visitor.endpoints.userinfoURL, accessToken: token, nonce: nonce)
                return try await visitor.send(
                    .GET, "/userinfo", headers: [("Authorization", "DPoP \(token)"), ("DPoP", proof)])
            }
            let challenged = try await call(nil)
            #expect(challenged.status == 401)
            #expect(challenged.headers.first(name: "WWW-Authenticate")?.contains("use_dpop_nonce") == true)
            #expect(try await call(challenged.headers.first(name: "DPoP-Nonce")).status == 200)
            try await visitor.tell("rotate_nonces")
            #expect(try await call(nonce).status == 401)
        }
    }

    @Test func aCodeCanBeBound() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let prover = Prover()
            let key = try #require(PublicKey(pem: prover.key.publicKey.pemRepresentation)).thumbprint
            for (holder, status) in [(Prover(), 400), (prover, 200)] {
                let code = try await visitor.code(["dpop_jkt": key])
                let proof = try await holder.proof("POST", visitor.endpoints.tokenURL)
                let form = [
                    "grant_type": "authorization_code", "code": code, "redirect_uri": Visitor.redirectURI,
                    "code_verifier": Visitor.verifier,
                ]
                #expect(try await visitor.token(form, [("DPoP", proof)]).status == status)
            }
        }
    }
}

import Crypto
import Foundation
import JWTKit
import Testing

@testable import DemoProvider

@Suite struct OpenIDTests {
    private let asked: [String: String?] = ["scope": "openid profile email", "nonce": "n-1"]

    private func idToken(_ visitor: Visitor, _ changes: [String: String?] = [:]) async throws -> [String: any Sendable]
    {
        let code = try await visitor.code(asked.merging(changes) { _, new in new })
        return try await visitor.redeem(code).json
    }

    @Test(arguments: ["RS256", "ES256"])
    func anIDTokenSaysWhoSignedIn(algorithm: String) async throws {
        try await Visitor.visitWillingly { visitor async throws in
            try await visitor.tell("set?id_token_algorithm=" + algorithm)
            let answer = try await idToken(visitor)
            let claims = try await visitor.verified(answer["id_token"] as? String)
            #expect(claims["iss"]?.text == visitor.endpoints.issuer)
            #expect(claims["aud"]?.text == "demo-client" && claims["azp"]?.text == "demo-client")
            #expect(claims["nonce"]?.text == "n-1")
            #expect(claims["email"]?.text == "demo@example.org")
            let hash = SHA256.hash(data: Data(try #require(answer["access_token"] as? String).utf8))
            #expect(claims["at_hash"]?.text == Prover.base64url(Data(hash.prefix(16))))
            // A refresh gives another one, without the nonce.
            let later = try await visitor.refresh(answer["refresh_token"] as? String).json
            #expect(try await visitor.verified(later["id_token"] as? String)["nonce"] == nil)
            #expect(
                try await visitor.redeem(visitor.code()).json["id_token"] == nil,
                "without the scope openid there is none")
        }
    }

    @Test func keysRoll() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let old = try await idToken(visitor)["id_token"] as? String
            _ = try await visitor.verified(old)
            try await visitor.tell("rotate_keys")
            await #expect(throws: (any Error).self) { try await visitor.verified(old) }
            _ = try await visitor.verified(try await idToken(visitor)["id_token"] as? String)
        }
    }

    @Test func everyFaultIsOne() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            try await visitor.tell("set?id_token_algorithm=ES256")
            let good = try await visitor.verified(try await idToken(visitor)["id_token"] as? String)
            for fault in IDTokenFault.allCases where fault != .hs256WithPublicKey {
                try await visitor.tell("id_token?fault=" + fault.rawValue)
                let token = try #require(try await idToken(visitor)["id_token"] as? String)
                switch fault {
                case .badSignature, .unsigned, .unknownKey:
                    await #expect(throws: (any Error).self, "\(fault)") { try await visitor.verified(token) }
                default:
                    let claims = try await visitor.verified(token)
                    let volatile = ["exp", "iat", "auth_time", "at_hash"]
                    let isOff =
                        claims.filter { !volatile.contains($0.key) } != good.filter { !volatile.contains($0.key) }
                    let times = [claims["iat"]?.number ?? 0, claims["exp"]?.number ?? 0]
                    #expect(
                        isOff || fault == .wrongHash || times[0] > Signer.now + 3600 || times[1] < Signer.now,
                        "\(fault)")
                }
            }
            try await visitor.tell("id_token?fault=none")
            _ = try await visitor.verified(try await idToken(visitor)["id_token"] as? String)
            #expect(try await visitor.send(.POST, "/_demo/id_token?fault=strange").status == 400)
        }
    }

    @Test func aPublicKeyCanPassForASecret() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            try await visitor.tell("id_token?fault=hs256_with_public_key")
            let token = try #require(try await idToken(visitor)["id_token"] as? String)
            let jwk = try #require(
                (try await visitor.get("/jwks").json["keys"] as? [[String: any Sendable]])?.first {
                    $0["kty"] as? String == "RSA"
                })
            let key = try Insecure.RSA.PublicKey(
                modulus: try #require(jwk["n"] as? String), exponent: try #require(jwk["e"] as? String))
            let secret = HMACKey(from: Data(key.pemRepresentation.utf8))
            let keys = await JWTKeyCollection().add(hmac: secret, digestAlgorithm: .sha256)
            _ = try await keys.verify(token, as: Signer.Claims.self)
        }
    }

    @Test func tenantsAreIssuersOfTheirOwn() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let issuer = visitor.endpoints.issuer + "/tenant/x"
            for path in [
                "/tenant/x/.well-known/openid-configuration", "/.well-known/oauth-authorization-server/tenant/x",
            ] {
                let document = try await visitor.get(path)
                #expect(try document.json["issuer"] as? String == issuer)
                #expect(try document.json["token_endpoint"] as? String == issuer + "/oauth/token")
                #expect(document.headers.first(name: "Cache-Control") == "max-age=60")
            }
            let path = "/tenant/x" + visitor.authorizePath(asked)
            let callback = try await visitor.get(path)
            #expect(callback.locationQuery("iss") == issuer)
            let form = [
                "grant_type": "authorization_code", "code": try #require(callback.locationQuery("code")),
                "redirect_uri": Visitor.redirectURI, "code_verifier": Visitor.verifier,
            ]
            let answer = try await visitor.post("/tenant/x/oauth/token", form, headers: visitor.basic)
            #expect(try await visitor.verified(try answer.json["id_token"] as? String)["iss"]?.text == issuer)
            // The code of one issuer is nothing to another.
            let other = try #require(try await visitor.get(path).locationQuery("code"))
            #expect(try await visitor.redeem(other).error == "invalid_grant")
        }
    }

    @Test func metadataCanLie() async throws {
        try await Visitor.visit { visitor async throws in
            try await visitor.tell("set?metadata_issuer=https://evil.example&metadata_max_age=3")
            let document = try await visitor.get("/.well-known/openid-configuration")
            #expect(try document.json["issuer"] as? String == "https://evil.example")
            #expect(document.headers.first(name: "Cache-Control") == "max-age=3")
        }
    }

    @Test func aPersonSignsOut() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let token = try #require(try await idToken(visitor)["id_token"] as? String)
            let back = "http://127.0.0.1:7777/bye"
            let answer = try await visitor.get(
                "/oauth/end_session?id_token_hint=\(token)&state=s&post_logout_redirect_uri=" + Form.encode(back))
            #expect(answer.headers.first(name: "Location") == back + "?state=s")
            #expect(try await visitor.get("/oauth/end_session?id_token_hint=a.b.c").status == 400)
            let away = try await visitor.get("/oauth/end_session?post_logout_redirect_uri=https://evil.example")
            #expect(away.status == 400 && away.headers.first(name: "Location") == nil)
            #expect(try await visitor.stats()["logouts"] == 2)
        }
    }
}

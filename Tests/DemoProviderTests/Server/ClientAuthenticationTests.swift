import Foundation
import Testing

@testable import DemoProvider

@Suite struct ClientAuthenticationTests {
    private let credentials = ["grant_type": "client_credentials"]

    @Test func everyAlgorithmSignsForAClient() async throws {
        try await Visitor.visit { visitor async throws in
            let keys = try await visitor.keys()
            for algorithm in Signer.all {
                let assertion = try await Signer(algorithm, keys).assertion(
                    "demo-key", audience: visitor.endpoints.tokenURL)
                let form = credentials.merging(assertion) { old, _ in old }
                #expect(try await visitor.post("/oauth/token", form).status == 200, "\(algorithm)")
                let again = try await visitor.post("/oauth/token", form)
                #expect(again.status == 401 && again.text.contains("used before"), "\(algorithm)")
            }
        }
    }

    @Test(arguments: ["HS256", "HS384", "HS512"])
    func aSecretSigns(algorithm: String) async throws {
        try await Visitor.visit { visitor async throws in
            let signer = await Signer(secret: Clients.longSecret, algorithm)
            let assertion = try await signer.assertion("demo-secret-jwt", audience: visitor.endpoints.issuer)
            let form = credentials.merging(assertion) { old, _ in old }
            #expect(try await visitor.post("/oauth/token", form).status == 200)
            let wrong = try await Signer(secret: String(Clients.longSecret.reversed()), algorithm).assertion(
                "demo-secret-jwt", audience: visitor.endpoints.issuer)
            #expect(
                try await visitor.post("/oauth/token", credentials.merging(wrong) { old, _ in old }).error
                    == "invalid_client")
        }
    }

    @Test(
        arguments: [
            ["aud": .string("https://other.example.org")], ["exp": .int(1)], ["exp": nil], ["jti": nil],
            ["iss": .string("demo-client")], ["iat": .int(Signer.now + 3600)],
        ] as [[String: Signer.Value?]])
    func aWrongAssertionIsNotBelieved(changes: [String: Signer.Value?]) async throws {
        try await Visitor.visit { visitor async throws in
            let signer = try await Signer("ES256", try await visitor.keys())
            let assertion = try await signer.assertion("demo-key", audience: visitor.endpoints.tokenURL, changes)
            let answer = try await visitor.post("/oauth/token", credentials.merging(assertion) { old, _ in old })
            #expect(answer.error == "invalid_client")
        }
    }

    @Test func theAudienceCanBeAnother() async throws {
        try await Visitor.visit { visitor async throws in
            try await visitor.tell("set?assertion_audience=https://login.example.org")
            let signer = try await Signer("ES256", try await visitor.keys())
            for (audience, status) in [("https://login.example.org", 200), (visitor.endpoints.tokenURL, 401)] {
                let assertion = try await signer.assertion("demo-key", audience: audience)
                let answer = try await visitor.post("/oauth/token", credentials.merging(assertion) { old, _ in old })
                #expect(answer.status == status)
            }
        }
    }

    /// Each client takes its own way and no other.
    @Test(arguments: [
        ("demo-basic", true, 200), ("demo-basic", false, 401), ("demo-post", true, 401), ("demo-post", false, 200),
        ("demo-client", true, 200), ("demo-client", false, 200), ("demo-key", true, 401),
        ("demo-secret-jwt", false, 401),
    ])
    func secretsGoOneWay(client: String, isBasic: Bool, status: Int) async throws {
        try await Visitor.visit { visitor async throws in
            let basic = "Basic " + Data("\(client):demo-secret".utf8).base64EncodedString()
            let form = isBasic ? [:] : ["client_id": client, "client_secret": "demo-secret"]
            let answer = try await visitor.post(
                "/oauth/token", credentials.merging(form) { old, _ in old },
                headers: isBasic ? [("Authorization", basic)] : [])
            #expect(answer.status == status)
        }
    }

    @Test func aKeyCanBeRegistered() async throws {
        try await Visitor.visit { visitor async throws in
            let prover = Prover()
            let point = prover.key.publicKey.rawRepresentation
            let jwk = """
                {"kty":"EC","crv":"P-256","x":"\(Prover.base64url(point.prefix(32)))",\
                "y":"\(Prover.base64url(point.suffix(32)))"}
                """
            let kept = try await visitor.send(.POST, "/_demo/register_key?client=demo-key", body: jwk)
            #expect(kept.status == 200)
            let assertion = try await Signer("ES256", pem: prover.key.pemRepresentation).assertion(
                "demo-key", audience: visitor.endpoints.tokenURL)
            #expect(
                try await visitor.post("/oauth/token", credentials.merging(assertion) { old, _ in old }).status == 200)
            #expect(try await visitor.send(.POST, "/_demo/register_key?client=demo-key", body: "{}").status == 400)
        }
    }
}

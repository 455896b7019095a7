import Foundation
import Testing

@testable import DemoProvider

@Suite struct RegistrationTests {
    private func send(
        _ visitor: Visitor, _ path: String, _ json: String, put: Bool = false, token: Any? = nil
    ) async throws -> Visitor.Answer {
        let bearer = (token as? String).map { [("Authorization", "Bearer " + $0)] } ?? []
        return try await visitor.send(
            put ? .PUT : .POST, path, headers: [("Content-Type", "application/json")] + bearer, body: json)
    }

    @Test func aClientLives() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let metadata = #"{"client_name":"New","redirect_uris":["http://127.0.0.1/callback"],"contacts":["a@b.c"]}"#
            let answer = try await send(visitor, "/oauth/register", metadata)
            #expect(answer.status == 201)
            let client = try answer.json
            #expect(client["client_secret_expires_at"] as? Int == 0)
            #expect(client["contacts"] as? [String] == ["a@b.c"])
            let id = try #require(client["client_id"] as? String)
            let secret = try #require(client["client_secret"] as? String)
            // Its redirect URI is good with any port, and no other is.
            let code = try await visitor.code(["client_id": id])
            let basic = [("Authorization", "Basic " + Data("\(id):\(secret)".utf8).base64EncodedString())]
            let form = [
                "grant_type": "authorization_code", "code": code, "redirect_uri": Visitor.redirectURI,
                "code_verifier": Visitor.verifier,
            ]
            #expect(try await visitor.post("/oauth/token", form, headers: basic).status == 200)
            let other = visitor.authorizePath(["client_id": id, "redirect_uri": "http://127.0.0.1:7777/other"])
            #expect(try await visitor.get(other).status == 400)

            let uri = try #require(client["registration_client_uri"] as? String)
            let token = try #require(client["registration_access_token"] as? String)
            #expect(try await visitor.get(uri, token: token).json["client_name"] as? String == "New")
            #expect(try await visitor.get(uri, token: "wrong").status == 401)
            let changed = metadata.replacing("New", with: "Newer").replacing("{", with: #"{"client_id":"\#(id)","#)
            let updated = try await send(visitor, uri, changed, put: true, token: token)
            #expect(try updated.json["client_name"] as? String == "Newer")
            #expect(try await visitor.get(uri, token: token).status == 401, "the update gave another token")
            let next = try #require(try updated.json["registration_access_token"] as? String)
            let gone = try await visitor.send(.DELETE, uri, headers: [("Authorization", "Bearer " + next)])
            #expect(gone.status == 204)
            #expect(try await visitor.post("/oauth/token", form, headers: basic).error == "invalid_client")
            #expect(try await visitor.stats()["registrations"] == 1)
        }
    }

    @Test(arguments: [
        (#"{"redirect_uris":["http://evil.example/"]}"#, "invalid_redirect_uri"),
        ("{}", "invalid_redirect_uri"), ("[]", "invalid_client_metadata"),
        (#"{"redirect_uris":["https://a.example/"],"token_endpoint_auth_method":"magic"}"#, "invalid_client_metadata"),
        (
            #"{"grant_types":["client_credentials"],"token_endpoint_auth_method":"private_key_jwt"}"#,
            "invalid_client_metadata"
        ),
    ])
    func wrongMetadataIsRefused(metadata: String, error: String) async throws {
        try await Visitor.visit { visitor async throws in
            let answer = try await send(visitor, "/oauth/register", metadata)
            #expect(answer.status == 400 && answer.error == error)
        }
    }

    @Test func secretsMayEndAndTheDoorMayBeShut() async throws {
        try await Visitor.visit { visitor async throws in
            try await visitor.tell("set?require_initial_access_token=1&client_secret_lifetime=60")
            let metadata = #"{"grant_types":["client_credentials"],"token_endpoint_auth_method":"client_secret_post"}"#
            #expect(try await send(visitor, "/oauth/register", metadata).status == 401)
            let token = try await visitor.clients()["initial_access_token"]
            let client = try await send(visitor, "/oauth/register", metadata, token: token).json
            #expect((client["client_secret_expires_at"] as? Int ?? 0) > Signer.now)
            let form = [
                "grant_type": "client_credentials", "client_id": try #require(client["client_id"] as? String),
                "client_secret": try #require(client["client_secret"] as? String),
            ]
            #expect(try await visitor.post("/oauth/token", form).status == 200)
            try await visitor.tell("set?clock_offset=61")
            #expect(try await visitor.post("/oauth/token", form).error == "invalid_client")
        }
    }
}

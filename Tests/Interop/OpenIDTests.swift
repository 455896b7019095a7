import Foundation
import TestSupport
import Testing

extension GlewlwydTests {
    /// The instance that wants a nonce in every proof, signs with ES256 and sends `iss`.
    static let bound = SignIn(
        "DPoP with nonces",
        SignIn.confidential([
            "dpop": "true", "issuer": "$NONCE_ISSUER", "authorization_url": "$NONCE_ISSUER/auth",
            "token_url": "$NONCE_ISSUER/token", "revocation_url": "$NONCE_ISSUER/revoke",
        ]), url: "$NONCE_ISSUER/userinfo")

    /// Keys, userinfo and introspection are found by the issuer's metadata.
    static let openID = SignIn("OpenID Connect", SignIn.confidential(["issuer": "$ISSUER"]))

    @Test(arguments: [
        bound,
        SignIn(
            "a public client", bound.fields.merging(["client_id": "$PUBLIC_CLIENT_ID", "client_secret": ""]) { $1 },
            url: bound.url),
        SignIn(
            "a client whose every token must be bound",
            bound.fields.merging(["client_id": "$DPOP_CLIENT_ID", "client_secret": "@DPOP_CLIENT_SECRET"]) { $1 },
            url: bound.url),
    ]) func boundTokensWorkThroughRunsAndRefreshes(_ signIn: SignIn) async throws {
        let person = try await Person(InteropServer.glewlwyd.value, connection: signIn.fields, fetching: signIn.url)
        let authorize = try await person.run("authorize", person.script)
        try #require(authorize.status == 0, "\(authorize)")
        for _ in 0..<2 {
            let run = try await person.run("run", person.script)
            #expect(run.status == 0, "\(run)")
            #expect(run.stdout.contains("Alice Liddell"), "\(run)")
            let refresh = try await person.run("refresh", person.script)
            #expect(refresh.status == 0, "\(refresh)")
        }
        // Without the key the token is worth nothing.
        let token = try await person.accessToken()
        #expect(try await person.status(of: person.server["NONCE_ISSUER"] + "/userinfo", token: token) == "401")
    }

    @Test(arguments: [openID, bound]) func claimsAreVerified(_ signIn: SignIn) async throws {
        let person = try await Person(
            InteropServer.glewlwyd.value, connection: signIn.fields, fetching: signIn.url)
        let authorize = try await person.run("authorize", person.script)
        try #require(authorize.status == 0, "\(authorize)")
        let script = try person.script(returning: "{ claims = interop:claims(), info = interop:userinfo() }")
        let run = try await person.run("run", script)
        try #require(run.status == 0, "\(run)")
        let result = try JSONSerialization.jsonObject(with: Data(run.stdoutBytes)) as? [String: [String: Any]]
        #expect(result?["claims"]?["iss"] as? String == person.filled(signIn.fields["issuer"] ?? ""))
        #expect(result?["claims"]?["aud"] as? String == person.server["CLIENT_ID"])
        #expect(result?["claims"]?["email"] as? String == "alice@example.com")
        #expect(result?["claims"]?["sub"] as? String == result?["info"]?["sub"] as? String)
    }

    @Test func introspects() async throws {
        let person = try await Person(InteropServer.glewlwyd.value, connection: Self.openID.fields)
        let authorize = try await person.run("authorize", person.script)
        try #require(authorize.status == 0, "\(authorize)")
        let token = try await person.accessToken()
        let script = try person.script(returning: "interop:introspect()")
        let run = try await person.run("run", script)
        try #require(run.status == 0, "\(run)")
        let result = try JSONSerialization.jsonObject(with: Data(run.stdoutBytes)) as? [String: Any]
        #expect(result?["active"] as? Bool == true)
        #expect(result?["username"] as? String == "alice")
        #expect(!run.stdout.contains(token))
    }

    /// The keys of another provider: nothing is stored.
    @Test func anIDTokenThatTheKeysDoNotVerifyEndsTheSignIn() async throws {
        var fields = Self.openID.fields
        fields["jwks_url"] = "$NONCE_ISSUER/jwks"
        let person = try await Person(InteropServer.glewlwyd.value, connection: fields)
        let authorize = try await person.run("authorize", person.script)
        #expect(authorize.status != 0, "\(authorize)")
        #expect(authorize.stderr.contains("the ID token that came for 'interop'"), "\(authorize)")
        #expect(try await person.state() == "none")
    }
}

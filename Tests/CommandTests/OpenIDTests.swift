import Foundation
import TestSupport
import Testing

/// OpenID Connect and DPoP against the demo provider: what it does wrong on purpose, no server of others does.
@Suite(.timeLimit(.minutes(5))) struct OpenIDTests {
    private func script(_ world: DemoWorld, _ body: String, more fields: String = "") throws -> String {
        try world.script(body, more: "scope = 'openid email calendar.readonly', issuer = '\(world.url)', \(fields)")
    }

    @Test(arguments: [
        ("alg_none", "not allowed"), ("hs256_with_public_key", "not allowed"), ("bad_signature", "wrong signature"),
        ("unknown_kid", "does not publish"), ("wrong_aud", "not for the client id"), ("wrong_azp", "another client"),
        ("wrong_iss", "was issued by"), ("expired", "ended"), ("future_iat", "in the future"),
        ("wrong_nonce", "nonce"), ("no_nonce", "nonce"), ("wrong_at_hash", "at_hash"), ("no_sub", "(sub)"),
    ]) func anIDTokenWithAFaultEndsTheSignIn(_ fault: String, _ reason: String) async throws {
        let world = try await DemoWorld()
        try await world.tell("id_token?fault=" + fault)
        let path = try script(world, "return demo:claims()")
        let refused = try await world.program.run(["authorize", path])
        #expect(refused.status == 69 || refused.status == 77, "\(refused)")
        #expect(refused.stderr.contains("the ID token that came for 'demo'"), "\(refused)")
        #expect(refused.stderr.contains(reason), "\(refused)")
        let status = try await world.program.run(["status", "--output", "json", path])
        #expect(status.stdout.contains("\"none\""), "\(status)")
        // Nothing else was wrong.
        try await world.tell("id_token?fault=none")
        #expect(try await world.program.run(["authorize", path]).status == 0)
        let run = try await world.program.run(["run", "--output", "json", path])
        #expect(run.stdout.contains("\"iss\""), "\(run)")
    }

    @Test(arguments: ["RS256", "PS256", "ES256", "EdDSA"])
    func keysAreLoadedAgainWhenTheProviderHasNewOnes(_ algorithm: String) async throws {
        let world = try await DemoWorld()
        try await world.tell("set?id_token_algorithm=" + algorithm)
        let path = try script(world, "return { claims = demo:claims(), info = demo:userinfo() }")
        for _ in 0..<2 {
            let signedIn = try await world.program.run(["authorize", path])
            #expect(signedIn.status == 0, "\(signedIn)")
            let run = try await world.program.run(["run", "--output", "json", path])
            #expect(run.status == 0, "\(run)")
            #expect(run.stdout.contains(world.url), "\(run)")
            try await world.tell("rotate_keys")
        }
    }

    @Test func boundTokensOutliveNonces() async throws {
        let world = try await DemoWorld()
        try await world.tell("set?require_dpop=1&require_dpop_nonce=1")
        let path = try script(
            world, "return demo:get('/calendar/v3/users/me/calendarList'):expect():json()", more: "dpop = true,")
        let signedIn = try await world.program.run(["authorize", path])
        #expect(signedIn.status == 0, "\(signedIn)")
        for what in ["rotate_nonces", "expire", "rotate_nonces"] {
            let run = try await world.program.run(["run", path])
            #expect(run.status == 0, "\(run)")
            try await world.tell(what)
        }
        #expect(try await world.program.run(["run", path]).status == 0)
        // Without a proof nothing goes: the definition says so, not the token.
        let plain = try await world.program.run(["authorize", try script(world, "return 1")])
        #expect(plain.status != 0, "\(plain)")
    }

    @Test func aTokenThatIsNotBoundIsRefused() async throws {
        let world = try await DemoWorld()
        // This provider binds whatever comes with a proof; what strips the proof on the way is a hook.
        let path = try script(
            world, "return 1",
            more: "dpop = true, hooks = { token_response = function(response) response.token_type = 'Bearer' end },")
        let refused = try await world.program.run(["authorize", path])
        #expect(refused.stderr.contains("did not bind the token"), "\(refused)")
        #expect(refused.status != 0)
    }
}

import Foundation
import Testing

@testable import OAuthClient
@testable import OAuthCore

@Suite struct GuidanceTests {
    private func guidance(
        _ environment: [String: String] = [:], browser: AuthorizeOptions.Browser = .open, paste: Bool = false,
        port: Int? = 41_000
    ) -> Guidance {
        Guidance(
            connection: "google", url: "https://auth.example/authorize?x=1", port: port,
            options: AuthorizeOptions(browser: browser, paste: paste), environment: environment)
    }

    private let ssh = ["SSH_CONNECTION": "10.0.0.1 51000 10.0.0.9 22", "USER": "ann"]

    @Test(
        arguments: [
            ([:], .open, true), ([:], .print, false), (["SSH_CONNECTION": "a 1 b 22"], .open, false),
            (["SSH_CONNECTION": "a 1 b 22", "DISPLAY": ":10"], .open, true),
            (["SSH_CONNECTION": "a 1 b 22", "BROWSER": "open-here"], .open, true),
            (["SSH_CONNECTION": ""], .open, true),
            (["SSH_CONNECTION": "a 1 b 22", "DISPLAY": ""], .open, false),
        ] as [([String: String], AuthorizeOptions.Browser, Bool)])
    func opensABrowserWhereThereCanBeOne(
        environment: [String: String], browser: AuthorizeOptions.Browser, opens: Bool
    ) {
        #expect(guidance(environment, browser: browser).opensBrowser == opens)
    }

    @Test(arguments: [
        ("10.0.0.1 51000 10.0.0.9 22", "ssh -L 41000:127.0.0.1:41000 ann@10.0.0.9"),
        ("10.0.0.1 51000 10.0.0.9 2222", "ssh -L 41000:127.0.0.1:41000 -p 2222 ann@10.0.0.9"),
        ("::1 51000 fe80::1 22", "ssh -L 41000:127.0.0.1:41000 ann@fe80::1"),
    ])
    func sshSessionsGetTheirTunnel(session: String, line: String) {
        let invitation = guidance(["SSH_CONNECTION": session, "USER": "ann"]).invitation
        #expect(invitation.contains("  \(line)\n"))
        #expect(invitation.contains("--paste"))
    }

    @Test func alwaysShowsTheAddress() {
        for guidance in [guidance(), guidance(ssh), guidance(browser: .print), guidance(port: nil)] {
            #expect(guidance.invitation.contains("\n  https://auth.example/authorize?x=1"))
        }
        #expect(!guidance().invitation.contains("ssh -L"))
        #expect(!guidance(ssh, port: nil).invitation.contains("ssh -L"), "nobody listens")
        #expect(!guidance(["SSH_CONNECTION": "nonsense"]).invitation.contains("ssh -L"))
    }

    @Test(arguments: [(false, 41_000, false), (true, 41_000, true), (false, nil, true)] as [(Bool, Int?, Bool)])
    func asksForAPaste(paste: Bool, port: Int?, asks: Bool) {
        let guidance = guidance(paste: paste, port: port)
        #expect(guidance.readsPaste == asks)
        #expect(guidance.invitation.contains(Guidance.pasteRequest) == asks)
    }

    private func remarks(_ token: Token, _ changes: [String: DefinitionValue] = [:]) throws -> String {
        Remarks.about(token, connection: try google(changes), now: instant).joined(separator: "\n")
    }

    @Test func aCompleteLoginNeedsNoRemark() throws {
        #expect(try remarks(sampleToken(endsIn: 3600)) == "")
        #expect(try remarks(sampleToken(scope: ["b", "a", "openid"]), ["scope": "a b"]) == "")
        #expect(try remarks(sampleToken(scope: ["a", "b"]), ["scope": "a,b"]) == "")
    }

    @Test func aMissingScopeIsSaid() throws {
        #expect(try remarks(sampleToken(scope: ["a"]), ["scope": "a b c"]) == "'google' was not granted: b c")
    }

    @Test(
        arguments: [
            ([:], "sign in again in 60 minutes", nil),
            (["access_type": "offline"], "in 60 minutes", "prompt = \"consent\""),
            (["authorization_url": "https://accounts.google.com/o/oauth2/v2/auth"], "60", "access_type = \"offline\""),
        ] as [([String: DefinitionValue], String, String?)])
    func aMissingRefreshTokenIsSaid(changes: [String: DefinitionValue], text: String, advice: String?) throws {
        let remark = try remarks(sampleToken(refresh: nil, endsIn: 3600), changes)
        #expect(remark.contains("gave no refresh token"))
        #expect(remark.contains(text))
        #expect(remark.contains("prompt = \"consent\"") == (advice != nil))
        if let advice { #expect(remark.contains(advice)) }
        #expect(try remarks(sampleToken(refresh: nil, endsIn: nil), changes).contains("sign in again when it ends"))
    }

    @Test func remarksAreNotedAfterSigningIn() async throws {
        let provider = CodeProvider(answer: "{\"access_token\":\"a1\",\"expires_in\":60,\"scope\":\"a\"}")
        let bench = SignInBench(
            console: FakeConsole(["good"]), endpoint: FakeTokenEndpoint { provider.exchange($0) })
        _ = try await bench.signIn(google(["scope": "a b"]), AuthorizeOptions(browser: .print, paste: true))
        #expect(await bench.console.notes.suffix(2).map { $0.contains("'google'") } == [true, true])
    }
}

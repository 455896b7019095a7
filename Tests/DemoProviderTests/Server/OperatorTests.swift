import AsyncHTTPClient
import Foundation
import OAuthCore
import Testing

@testable import DemoProvider

@Suite struct OperatorTests {
    @Test func expireEndsAccessTokensOnly() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let login = try await visitor.login()
            #expect(try await visitor.send(.POST, "/_demo/expire").status == 200)
            #expect(try await !visitor.works(login.accessToken))
            #expect(try await visitor.refresh(login.refreshToken).status == 200)
        }
    }

    @Test func revokeEndsEveryLogin() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let logins = [try await visitor.login(), try await visitor.login()]
            #expect(try await visitor.send(.POST, "/_demo/revoke").status == 200)
            for login in logins {
                #expect(try await !visitor.works(login.accessToken))
                #expect(try await visitor.refresh(login.refreshToken).status == 400)
            }
            #expect(try await visitor.stats()["families_revoked"] == 2)
        }
    }

    @Test func honoursAsksWithoutUsing() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            func honoured(_ token: String) async throws -> Bool? {
                let byForm =
                    try await visitor.post("/_demo/honours", ["refresh_token": token]).json["honoured"] as? Bool
                let byQuery = try await visitor.get("/_demo/honours?refresh_token=\(token)").json["honoured"] as? Bool
                return byForm == byQuery ? byForm : nil
            }
            let first = try #require(try await visitor.login().refreshToken)
            #expect(try await honoured(first) == true)
            let second = try #require(try await visitor.refresh(first).json["refresh_token"] as? String)
            #expect(try await honoured(first) == false)
            #expect(try await honoured(second) == true, "asking about a used token is no reuse")
            #expect(try await honoured("never-seen") == false)
            #expect(try await visitor.get("/_demo/honours").status == 400)
        }
    }

    @Test func tokenRequestsFailAsOftenAsAsked() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let token = try #require(try await visitor.login().refreshToken)
            #expect(try await visitor.send(.POST, "/_demo/fail?status=503&times=2&retry_after=1").status == 200)
            for _ in 0..<2 {
                let answer = try await visitor.refresh(token)
                #expect(answer.status == 503)
                #expect(answer.headers.first(name: "Retry-After") == "1")
                #expect(try answer.json["error"] as? String == "temporarily_unavailable")
            }
            #expect(try await visitor.refresh(token).status == 200)
        }
    }

    @Test func failuresHaveManyFaces() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let token = try #require(try await visitor.login().refreshToken)
            _ = try await visitor.send(.POST, "/_demo/fail?status=400&error=invalid_grant")
            #expect(try await visitor.refresh(token).json["error"] as? String == "invalid_grant")
            _ = try await visitor.send(.POST, "/_demo/fail?html=1&status=502")
            #expect(try await visitor.refresh(token).text.contains("<h1>We will be back soon</h1>"))
            _ = try await visitor.send(.POST, "/_demo/fail?close=1")
            await #expect(throws: (any Error).self) { try await visitor.refresh(token) }
            #expect(try await visitor.stats()["refreshes"] == 0)
            #expect(try await visitor.send(.POST, "/_demo/fail?status=200").status == 400)
            #expect(try await visitor.refresh(token).status == 200)
        }
    }

    @Test func anAnswerCanBeLostAfterTheDeed() async throws {
        try await Visitor.visitWillingly {
            $0.reuseGrace = .seconds(600)
        } _: { visitor async throws in
            let token = try #require(try await visitor.login().refreshToken)
            _ = try await visitor.send(.POST, "/_demo/fail?close=1&after=1")
            await #expect(throws: (any Error).self) { try await visitor.refresh(token) }
            #expect(try await visitor.stats()["refreshes"] == 1)
            #expect(try await visitor.refresh(token).status == 200)
            #expect(try await visitor.stats()["grace_replays"] == 1)
        }
    }

    @Test func pagesOfOtherSitesAreKeptOut() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let foreign = try await visitor.send(.POST, "/_demo/revoke", headers: [("Origin", "https://evil.example")])
            #expect(foreign.status == 403)
            let rebound = try await visitor.send(.GET, "/_demo/stats", headers: [("Host", "evil.example")])
            #expect(rebound.status == 403)
        }
    }

    @Test(arguments: ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"])
    func discoveryIsTrue(path: String) async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let document = try await visitor.get(path).json
            #expect(document["issuer"] as? String == visitor.endpoints.issuer)
            #expect(document["authorization_endpoint"] as? String == visitor.endpoints.authorizationURL)
            #expect(document["token_endpoint"] as? String == visitor.endpoints.tokenURL)
            #expect(document["code_challenge_methods_supported"] as? [String] == ["S256"])
            #expect(document["jwks_uri"] as? String == visitor.endpoints.jwksURL)
            // Everything it names is there: a wrong request is an error, not a 404.
            for (name, value) in document where name.hasSuffix("_endpoint") && name != "end_session_endpoint" {
                let url = try #require(value as? String)
                let answer = try await visitor.send(name.hasPrefix("authorization") ? .GET : .POST, url)
                #expect([400, 401].contains(answer.status), "\(name)")
            }
        }
    }

    @Test func twoProvidersCannotShareAPort() async throws {
        try await Visitor.visit { visitor async throws in
            var options = DemoProvider.Options()
            options.port = visitor.endpoints.port
            let error = await #expect(throws: OAuthError.self) {
                try await DemoProvider(options).run { _ in Issue.record("it was ready") }
            }
            #expect(error?.kind == .config)
            #expect(
                error?.message == "The demo provider cannot listen on 127.0.0.1:\(options.port): Address already in use"
            )
        }
    }

    @Test(arguments: [-1, 65_536]) func thereIsNoSuchPort(port: Int) async {
        var options = DemoProvider.Options()
        options.port = port
        let provider = DemoProvider(options)
        let error = await #expect(throws: OAuthError.self) {
            try await provider.run { _ in Issue.record("it was ready") }
        }
        #expect(error?.kind == .config)
    }

    @Test func latencyLeavesTheAnswerAlone() async throws {
        try await Visitor.visitWillingly {
            $0.latency = .milliseconds(20)
        } _: { visitor async throws in
            let login = try await visitor.login()
            #expect(login.refreshToken != nil)
        }
    }
}

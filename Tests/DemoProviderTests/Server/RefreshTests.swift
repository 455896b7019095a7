import Foundation
import Testing

@testable import DemoProvider

@Suite struct RefreshTests {
    @Test func reuseKillsTheWholeFamily() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let login = try await visitor.login()
            let other = try await visitor.login()
            let first = try #require(login.refreshToken)
            let rotated = try await visitor.refresh(first).json
            let second = try #require(rotated["refresh_token"] as? String)
            let accessToken = try #require(rotated["access_token"] as? String)
            #expect(second != first)
            #expect(try await visitor.works(accessToken))

            let reuse = try await visitor.refresh(first)
            #expect(reuse.status == 400)
            #expect(try reuse.json["error"] as? String == "invalid_grant")
            #expect(try await visitor.refresh(second).status == 400)
            #expect(try await !visitor.works(accessToken))
            #expect(try await !visitor.works(login.accessToken))
            // Another login of the same person is another family.
            #expect(try await visitor.refresh(other.refreshToken).status == 200)
            let stats = try await visitor.stats()
            #expect(stats["reuses_detected"] == 1)
            #expect(stats["families_revoked"] == 1)
            #expect(stats["refreshes"] == 2)
        }
    }

    @Test func withinTheGraceTheSameSuccessorComesAgain() async throws {
        try await Visitor.visitWillingly {
            $0.reuseGrace = .seconds(600)
        } _: { visitor async throws in
            let first = try #require(try await visitor.login().refreshToken)
            let rotated = try await visitor.refresh(first).json
            let again = try await visitor.refresh(first).json
            #expect(again["access_token"] as? String == rotated["access_token"] as? String)
            #expect(again["refresh_token"] as? String == rotated["refresh_token"] as? String)
            let second = try #require(rotated["refresh_token"] as? String)
            #expect(try await visitor.refresh(second).status == 200)
            // The successor was used: now the first one is stolen goods.
            #expect(try await visitor.refresh(first).status == 400)
            let stats = try await visitor.stats()
            #expect(stats["grace_replays"] == 1)
            #expect(stats["refreshes"] == 2)
            #expect(stats["reuses_detected"] == 1)
        }
    }

    @Test func withoutRotationTheTokenStaysAndIsNotRepeated() async throws {
        try await Visitor.visitWillingly {
            $0.rotatesRefreshTokens = false
        } _: { visitor async throws in
            let token = try #require(try await visitor.login().refreshToken)
            for _ in 0..<2 {
                let answer = try await visitor.refresh(token)
                #expect(answer.status == 200)
                #expect(try answer.json["refresh_token"] == nil)
            }
        }
    }

    @Test func aProviderMayGiveNoRefreshToken() async throws {
        try await Visitor.visitWillingly {
            $0.returnsRefreshToken = false
        } _: { visitor async throws in
            let login = try await visitor.login()
            #expect(login.refreshToken == nil)
        }
    }

    @Test func tokensEnd() async throws {
        try await Visitor.visitWillingly {
            $0.accessTokenLifetime = .zero
            $0.refreshTokenLifetime = .zero
        } _: { visitor async throws in
            let answer = try await visitor.redeem(visitor.code()).json
            #expect(answer["expires_in"] as? Int == 0)
            #expect(answer["refresh_token_expires_in"] as? Int == 0)
            #expect(try await !visitor.works(answer["access_token"] as? String))
            let refused = try await visitor.refresh(answer["refresh_token"] as? String)
            #expect(try refused.json["error_description"] as? String == "The refresh token has expired")
        }
    }

    @Test func theScopeMayShrinkButNotGrow() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let login = try await visitor.login(["scope": "calendar.readonly openid"])
            let wider = try await visitor.refresh(login.refreshToken ?? "", ["scope": "openid profile"])
            #expect(try wider.json["error"] as? String == "invalid_scope")
            let narrower = try await visitor.refresh(login.refreshToken ?? "", ["scope": "openid"]).json
            #expect(narrower["scope"] as? String == "openid")
            let answer = try await visitor.get(
                "/calendar/v3/users/me/calendarList", token: narrower["access_token"] as? String)
            #expect(answer.status == 403)
        }
    }

    @Test func manyRefreshesAtOnceAreOneUse() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let token = try #require(try await visitor.login().refreshToken)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<16 { group.addTask { try await visitor.refresh(token).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 200 } == 1)
            #expect(try await visitor.stats()["refreshes"] == 1)
        }
    }

    @Test func revocationEndsTheLogin() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let login = try await visitor.login()
            let token = try #require(login.refreshToken)
            #expect(try await visitor.post("/oauth/revoke", ["token": token]).status == 401)
            let foreign = try await visitor.post("/oauth/revoke", ["token": token, "client_id": "demo-public"])
            #expect(foreign.status == 400)
            #expect(try await visitor.works(login.accessToken))
            let unknown = try await visitor.post("/oauth/revoke", ["token": "never-seen"], headers: visitor.basic)
            #expect(unknown.status == 200)
            let done = try await visitor.post("/oauth/revoke", ["token": token], headers: visitor.basic)
            #expect(done.status == 200)
            #expect(try await !visitor.works(login.accessToken))
            #expect(try await visitor.refresh(token).status == 400)
        }
    }

    @Test func revokingAnAccessTokenLeavesTheLogin() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let login = try await visitor.login()
            let form = ["token": login.accessToken, "token_type_hint": "access_token"]
            #expect(try await visitor.post("/oauth/revoke", form, headers: visitor.basic).status == 200)
            #expect(try await !visitor.works(login.accessToken))
            #expect(try await visitor.refresh(login.refreshToken).status == 200)
        }
    }

    @Test func introspectionTellsWhatIsActive() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let login = try await visitor.login()
            #expect(try await visitor.post("/oauth/introspect", ["token": login.accessToken]).status == 401)
            let publicClient = ["token": login.accessToken, "client_id": "demo-public"]
            #expect(try await visitor.post("/oauth/introspect", publicClient).status == 401)
            func introspect(_ token: String?) async throws -> [String: any Sendable] {
                try await visitor.post("/oauth/introspect", ["token": token ?? ""], headers: visitor.basic).json
            }
            let access = try await introspect(login.accessToken)
            #expect(access["active"] as? Bool == true)
            #expect(access["client_id"] as? String == "demo-client")
            #expect(access["scope"] as? String == "calendar.readonly")
            #expect(access["exp"] is Int)
            #expect(try await introspect(login.refreshToken)["token_type"] as? String == "refresh_token")
            #expect(try await introspect("never-seen").count == 1)
            _ = try await visitor.send(.POST, "/_demo/expire")
            #expect(try await introspect(login.accessToken)["active"] as? Bool == false)
        }
    }
}

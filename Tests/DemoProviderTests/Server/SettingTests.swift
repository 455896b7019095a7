import Testing

@testable import DemoProvider

@Suite struct SettingTests {
    @Test func everyNameCanBeSet() {
        for name in DemoProvider.Options.names {
            var options = DemoProvider.Options()
            let takes = ["1", "ES256"].filter { options.set(name, $0) }
            #expect(!takes.isEmpty, "\(name)")
        }
    }

    @Test(arguments: [
        ("strange", "1"), ("require_dpop", "yes"), ("device_interval", "soon"), ("id_token_algorithm", "HS256"),
        ("id_token_algorithm", "none"), ("reuse_grace", "-1"), ("send_iss", ""),
    ])
    func othersAreRefused(name: String, value: String) {
        var options = DemoProvider.Options()
        let isSet = options.set(name, value)
        #expect(!isSet)
    }

    @Test func aLieIsTold() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            try await visitor.tell("set?userinfo_subject=somebody&response_issuer=https://evil.example")
            try await visitor.tell("set?refresh_token_lifetime=90")
            let callback = try await visitor.get(visitor.authorizePath())
            #expect(callback.locationQuery("iss") == "https://evil.example")
            let answer = try await visitor.redeem(try #require(callback.locationQuery("code"))).json
            #expect(answer["refresh_token_expires_in"] as? Int == 90)
            let user = try await visitor.get("/userinfo", token: answer["access_token"] as? String).json
            #expect(user["sub"] as? String == "somebody")
        }
    }
}

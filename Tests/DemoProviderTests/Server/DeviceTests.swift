import Foundation
import Testing

@testable import DemoProvider

@Suite struct DeviceTests {
    private func begin(_ visitor: Visitor) async throws -> [String: any Sendable] {
        let answer = try await visitor.post("/oauth/device", ["client_id": "demo-public", "scope": "openid"])
        try #require(answer.status == 200)
        return try answer.json
    }

    private func poll(_ visitor: Visitor, _ device: [String: any Sendable]) async throws -> Visitor.Answer {
        try await visitor.post(
            "/oauth/token",
            [
                "grant_type": "urn:ietf:params:oauth:grant-type:device_code", "client_id": "demo-public",
                "device_code": try #require(device["device_code"] as? String),
            ])
    }

    @Test func aPersonTypesTheCode() async throws {
        try await Visitor.visit { visitor async throws in
            #expect(try await begin(visitor)["interval"] as? Int == 5)
            try await visitor.tell("set?device_interval=0")
            let device = try await begin(visitor)
            #expect(device["expires_in"] as? Int == 600)
            #expect(try await poll(visitor, device).error == "authorization_pending")
            let code = try #require(device["user_code"] as? String)
            let page = try await visitor.get(try #require(device["verification_uri_complete"] as? String))
            #expect(page.text.contains("value=\"\(code)\""))
            let question = try await visitor.post("/device", ["user_code": code])
            #expect(question.text.contains("Know who you are"))
            let form = ["user_code": code, "decision": "allow", "username": "demo", "password": "demo"]
            let foreign = try await visitor.post("/device", form, headers: [("Origin", "https://evil.example")])
            #expect(foreign.text.contains("out of date"))
            #expect(try await visitor.post("/device", form).text.contains("The device is connected"))
            #expect(try await visitor.post("/device", form).text.contains("There is no device with that code"))
            let answer = try await poll(visitor, device)
            #expect(answer.status == 200)
            #expect(try answer.json["id_token"] is String)
            #expect(try await poll(visitor, device).error == "invalid_grant")
        }
    }

    @Test(arguments: [
        ("decision=approve", nil), ("decision=deny", "access_denied"), ("decision=expire", "expired_token"),
        ("slow_down=1", "slow_down"),
    ])
    func anOperatorAnswers(what: String, error: String?) async throws {
        try await Visitor.visit { visitor async throws in
            let device = try await begin(visitor)
            try await visitor.tell("device?" + what)
            #expect(try await poll(visitor, device).error == error)
        }
    }

    @Test func devicesCanBeOdd() async throws {
        try await Visitor.visit { visitor async throws in
            try await visitor.tell("set?omit_device_interval=1&slow_down_by_429=1&device_lifetime=700")
            let device = try await begin(visitor)
            #expect(device["interval"] == nil && device["expires_in"] as? Int == 700)
            try await visitor.tell("device?slow_down=1")
            let answer = try await poll(visitor, device)
            #expect(answer.status == 429 && answer.error != "slow_down")
        }
    }
}

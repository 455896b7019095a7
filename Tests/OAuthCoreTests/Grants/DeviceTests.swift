import Foundation
import Testing

@testable import OAuthCore

@Suite struct DeviceTests {
    static let fields8628: [String: DefinitionValue] = [
        "grant": "device_code", "device_authorization_url": "https://server.example.com/device_authorization",
        "client_id": "1406020730", "scope": "example_scope",
    ]

    private func connection(_ changes: [String: DefinitionValue] = [:]) throws -> Connection {
        try OAuthCoreTests.connection(
            Self.fields8628.merging(changes) { $1 }, without: ["authorization_url", "client_secret"])
    }

    private func read(_ body: JSONValue, status: Int = 200) throws -> DeviceAuthorization {
        try DeviceAuthorization.read(
            status: status, body: Array(body.encoded().utf8), now: moment, connection: connection())
    }

    /// RFC 8628 §3.1, §3.2 and §3.4.
    @Test func examplesOfRFC8628() async throws {
        let example = try Vectors.json("rfc8628")
        let connection = try connection()
        let begin = try await connection.completed(connection.deviceAuthorizationRequest(), now: moment)
        #expect(begin.url.absoluteString == "https://server.example.com/device_authorization")
        #expect(Set(body(begin)) == Set(example["3.1"]?.text?.split(separator: "&").map(String.init) ?? []))

        let authorization = try read(try #require(example["3.2"]))
        #expect(authorization.userCode == "WDJB-MJHT")
        #expect(authorization.verificationURI == "https://example.com/device")
        #expect(authorization.address == "https://example.com/device?user_code=WDJB-MJHT")
        #expect(authorization.expiresAt == moment.addingTimeInterval(1800))
        #expect(authorization.interval == .seconds(5))

        let ask = try await connection.completed(connection.deviceTokenRequest(authorization), now: moment)
        #expect(body(ask).joined(separator: "&") == example["3.4"]?.text)
        #expect(ask.purpose == .device)
    }

    private func body(_ request: TokenEndpointRequest) -> [String] {
        String(decoding: request.body.reveal(), as: UTF8.self).split(separator: "&").map(String.init)
    }

    @Test func anyConnectionCanAskForACode() async throws {
        let connection = try OAuthCoreTests.connection([
            "device_authorization_url": "https://p.example/device", "authorize_params": ["audience": "a"],
            "resource": "https://api.example/",
        ])
        let sent = fields(try await connection.completed(connection.deviceAuthorizationRequest(), now: moment))
        #expect(sent == [Parameter("resource", "https://api.example/"), Parameter("audience", "a")])
        #expect(throws: OAuthError.self) { try OAuthCoreTests.connection().deviceAuthorizationRequest() }
    }

    static let minimal: [String: JSONValue] = [
        "device_code": .string("d"), "user_code": .string("u"), "verification_uri": .string("https://p.example/device"),
    ]

    @Test(
        arguments: [
            (nil, 5), (.integer(0), 5), (.integer(-3), 5), (.integer(1), 1), (.integer(7), 7), (.string("9"), 9),
            (.number(0.25), 1), (.integer(1 << 40), 5), (.string("soon"), 5),
        ] as [(JSONValue?, Int)])
    func theIntervalIsReadLeniently(given: JSONValue?, seconds: Int) throws {
        var fields = Self.minimal
        fields["interval"] = given
        #expect(try read(.object(fields)).interval == .seconds(seconds))
    }

    @Test func googleSaysVerificationURL() throws {
        var fields = Self.minimal
        fields["verification_uri"] = nil
        fields["verification_url"] = .string("https://www.google.com/device")
        let authorization = try read(.object(fields))
        #expect(authorization.verificationURI == "https://www.google.com/device")
        #expect(authorization.completeURI == nil)
        #expect(authorization.expiresAt == moment.addingTimeInterval(600))
    }

    @Test func whatIsShownIsHarmless() throws {
        var fields = Self.minimal
        fields["user_code"] = .string("AB\u{1B}[2JCD")
        fields["verification_uri"] = .string("https://p.example/\u{202E}x")
        fields["verification_uri_complete"] = .string("javascript:alert(1)")
        let authorization = try read(.object(fields))
        #expect(!authorization.userCode.contains("\u{1B}"))
        #expect(!authorization.verificationURI.contains("\u{202E}"))
        #expect(authorization.completeURI == nil)
        #expect(!"\(authorization)".contains("\"d\""))
    }

    @Test(
        arguments: [
            (200, .object([:]), .decode, nil), (200, .object(["device_code": .string("d")]), .decode, nil),
            (404, .null, .http, nil),
            (400, .object(["error": .string("invalid_scope")]), .oauth, "invalid_scope"), (503, .null, .http, nil),
            (429, .null, .rateLimited, nil),
            (401, .object(["error": .string("invalid_client")]), .oauth, "invalid_client"),
        ] as [(Int, JSONValue, OAuthError.Kind, String?)])
    func refusalsAreSaid(status: Int, body: JSONValue, kind: OAuthError.Kind, code: String?) throws {
        let error = #expect(throws: OAuthError.self) { try read(body, status: status) }
        #expect(error?.kind == kind)
        #expect(error?.oauthError == code)
        #expect(error?.url == "https://server.example.com/device_authorization")
    }
}

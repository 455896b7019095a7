import Foundation
import Testing

@testable import OAuthCore

@Suite struct TargetTests {
    private func query(_ changes: [String: DefinitionValue]) async throws -> [Parameter] {
        try await connection(changes).authorizationRequest(redirectURI: "https://client.example.com/cb").parameters
    }

    /// RFC 8707 §2: repeated, at both endpoints.
    @Test func resourcesAreRepeatedAtBothEndpoints() async throws {
        let resources: DefinitionValue = ["https://a.example/", "https://b.example/api"]
        let connection = try connection(["resource": resources])
        let request = try await connection.authorizationRequest(redirectURI: "https://client.example.com/cb")
        let expected = [Parameter("resource", "https://a.example/"), Parameter("resource", "https://b.example/api")]
        #expect(request.parameters.filter { $0.name == "resource" } == expected)
        for draft in [
            try connection.codeRequest(code: Redacted("c"), for: request),
            try connection.refreshRequest(Redacted("r")),
        ] {
            let sent = fields(try await connection.completed(draft, now: moment))
            #expect(sent.filter { $0.name == "resource" } == expected)
        }
        let revocation = try await connection.completed(
            TokenEndpointRequest(.revocation, url: URL(string: "https://a.example")!, parameters: []), now: moment)
        #expect(!fields(revocation).contains { $0.name == "resource" })
    }

    @Test func aDefinitionCanLeaveThemOut() async throws {
        let connection = try connection(["resource": "https://a.example", "refresh_params": ["resource": false]])
        let sent = fields(try await connection.completed(connection.refreshRequest(Redacted("r")), now: moment))
        #expect(!sent.contains { $0.name == "resource" })
    }

    /// RFC 9396 §2.
    @Test func detailsAreJSON() async throws {
        let details: DefinitionValue = [
            [
                "type": "payment_initiation", "actions": ["initiate", "status", "cancel"],
                "locations": ["https://example.com/payments"],
                "instructedAmount": ["currency": "EUR", "amount": "123.50"], "creditorName": "Merchant A",
                "creditorAccount": ["iban": "DE02100100109307118603"],
                "remittanceInformationUnstructured": "Ref Number Merchant",
            ]
        ]
        let sent = try await query(["authorization_details": details]).first { $0.name == "authorization_details" }
        #expect(JSONValue((sent?.value ?? "").utf8) == (try Vectors.json("rfc9396")))
    }

    @Test func oneDetailIsAListOfOne() async throws {
        let sent = try await query(["authorization_details": ["type": "a"]])
            .first { $0.name == "authorization_details" }
        #expect(sent?.value == #"[{"type":"a"}]"#)
    }

    /// RFC 9396 §6: a code already stands for them; a grant without a sign-in says them itself.
    @Test(
        arguments: [
            ([:], false), (["grant": "client_credentials"], true),
        ] as [([String: DefinitionValue], Bool)])
    func tokenRequestsSayWhatNobodyHasSaid(fields changes: [String: DefinitionValue], expected: Bool) async throws {
        let connection = try connection(changes.merging(["authorization_details": [["type": "a"]]]) { $1 })
        let draft: TokenEndpointRequest
        if let grant = try await connection.grantRequest(now: moment) {
            draft = grant
        } else {
            let request = try await connection.authorizationRequest(redirectURI: "https://client.example.com/cb")
            draft = try connection.codeRequest(code: Redacted("c"), for: request)
        }
        let sent = fields(try await connection.completed(draft, now: moment))
        #expect(sent.contains { $0.name == "authorization_details" } == expected)
    }
}

import Foundation
import Testing

@testable import OAuthCore

/// The token requests of grants that need nobody.
@Suite struct GrantRequestTests {
    private func request(
        _ changes: [String: DefinitionValue], without: Set<String> = ["authorization_url", "redirect_uri"]
    ) async throws -> TokenEndpointRequest {
        let connection = try connection(changes, without: without)
        let draft = try #require(try await connection.grantRequest(now: moment))
        #expect(draft.purpose == .grant)
        return try await connection.completed(draft, now: moment)
    }

    private func body(_ request: TokenEndpointRequest) -> String {
        String(decoding: request.body.reveal(), as: UTF8.self)
    }

    /// RFC 6749 §4.3.2 and §4.4.2.
    @Test func requestsOfRFC6749() async throws {
        let client: [String: DefinitionValue] = ["client_secret": "gX1fBat3bV"]
        let password = try await request(
            client.merging(["grant": "password", "username": "johndoe", "password": "A3ddj3w"]) { $1 })
        #expect(body(password) == "grant_type=password&username=johndoe&password=A3ddj3w")
        #expect(password.headers[.authorization] == "Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW")
        let own = try await request(client.merging(["grant": "client_credentials"]) { $1 })
        #expect(body(own) == "grant_type=client_credentials")
        #expect(own.headers[.authorization] == "Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW")
    }

    static let grants: [[String: DefinitionValue]] = [
        ["grant": "client_credentials"],
        ["grant": "password", "username": "u", "password": "p"],
        ["grant": "jwt_bearer", "assertion": "a.b.c"],
        ["grant": "saml2_bearer", "assertion": "<Assertion/>"],
        ["grant": "token_exchange", "subject_token": "s"],
        ["grant": "https://provider.example/grants/otp"],
    ]

    @Test(arguments: grants) func whatIsAskedForGoesAlong(grant: [String: DefinitionValue]) async throws {
        let asked: [String: DefinitionValue] = [
            "scope": ["read", "write"], "resource": ["https://a.example/", "https://b.example/"],
            "audience": "urn:c", "token_params": ["tenant": "t", "scope": "other"],
        ]
        let sent = fields(try await request(grant.merging(asked) { $1 }))
        func values(_ name: String) -> [String] { sent.filter { $0.name == name }.map(\.value) }
        #expect(values("grant_type") == [try connection(grant).grant.type])
        #expect(values("scope") == ["other"])
        #expect(values("resource") == ["https://a.example/", "https://b.example/"])
        #expect(values("audience") == ["urn:c"])
        #expect(values("tenant") == ["t"])
        let plain = fields(try await request(grant.merging(["scope": ["read", "write"]]) { $1 }))
        #expect(plain.contains(Parameter("scope", "read write")))
        #expect(!plain.contains { ["resource", "audience"].contains($0.name) })
        #expect(!fields(try await request(grant)).contains { $0.name == "scope" }, "no empty scope")
    }

    @Test(arguments: grants) func itIsFetchedAgainWithoutAPerson(grant: [String: DefinitionValue]) throws {
        #expect(try connection(grant).fetchesItsTokens)
    }

    @Test(
        arguments: [
            [:], ["grant": "device_code", "device_authorization_url": "https://p.example/d"],
            ["grant": "refresh_token", "refresh_token": "r"], ["grant": "password", "username": "u"],
        ] as [[String: DefinitionValue]])
    func otherGrantsNeedAPerson(grant: [String: DefinitionValue]) async throws {
        let connection = try connection(grant)
        #expect(!connection.fetchesItsTokens)
        let request = try await connection.grantRequest(now: moment)
        #expect(request == nil)
    }

    /// RFC 8693 §2.3 and appendix A.1.1.
    @Test func exchangesOfRFC8693() async throws {
        let vectors = try Vectors.json("rfc8693")
        let example = try #require(vectors["2.3"])
        let exchange = try await request([
            "grant": "token_exchange", "client_id": "rs08", "client_secret": "long-secure-random-secret",
            "resource": "https://backend.example.com/api",
            "subject_token": "accVkjcJyb4BWCxGsndESCJQbdFMogUC5PbRDqceLTC",
        ])
        #expect(exchange.headers[.authorization] == example["authorization"]?.text)
        #expect(sorted(body(exchange)) == sorted(example["body"]?.text ?? ""))

        let impersonation = try #require(vectors["A.1.1"])
        let other = try await request(
            [
                "grant": "token_exchange", "audience": .string(impersonation["audience"]?.text ?? ""),
                "subject_token": .string(impersonation["subject_token"]?.text ?? ""), "subject_token_type": "jwt",
            ], without: ["authorization_url", "redirect_uri", "client_id", "client_secret"])
        #expect(other.headers[.authorization] == nil)
        #expect(sorted(body(other)) == sorted(impersonation["body"]?.text ?? ""))
    }

    private func sorted(_ body: String) -> [String] { body.split(separator: "&").map(String.init).sorted() }

    @Test func theTypeOfWhatWasIssuedIsKept() throws {
        let response = try #require(try Vectors.json("rfc8693")["2.3"]?["response"])
        let token = try TokenResponse.read(
            status: 200, headers: [:], body: Array(response.encoded().utf8), now: moment, previous: nil,
            connection: connection(["grant": "token_exchange", "subject_token": "s"]))
        #expect(token.kept["issued_token_type"] == "urn:ietf:params:oauth:token-type:access_token")
        #expect(token.expiresAt == moment.addingTimeInterval(60))
    }

    @Test(arguments: ["access_token", "refresh_token", "id_token", "saml1", "saml2", "jwt", "urn:example:other"])
    func tokenTypesAreNamedShortly(type: String) async throws {
        let sent = fields(
            try await request([
                "grant": "token_exchange", "subject_token": "s\n", "subject_token_type": .string(type),
                "actor_token": "a", "actor_token_type": .string(type), "requested_token_type": .string(type),
            ]))
        let uri = type.hasPrefix("urn:") ? type : "urn:ietf:params:oauth:token-type:\(type)"
        let expected = [
            Parameter("subject_token", "s"), Parameter("subject_token_type", uri), Parameter("actor_token", "a"),
            Parameter("actor_token_type", uri), Parameter("requested_token_type", uri),
        ]
        #expect(expected.allSatisfy(sent.contains))
    }

    @Test(arguments: ["subject_token_type", "actor_token_type", "requested_token_type"])
    func aMistypedTokenTypeIsFound(field: String) {
        let error = definitionError(["grant": "token_exchange", "subject_token": "s", field: "acces_token"])
        #expect(error?.message == "field '\(field)' of connection 'rfc' does not know 'acces_token'")
        #expect(error?.advice == "Did you mean 'access_token'?")
    }

    /// RFC 7522 §2.1: XML is encoded, what is encoded already stays, and plain Base64 becomes base64url.
    @Test func samlAssertionsAreEncodedOnce() async throws {
        let example = try Vectors.json("rfc7522")
        let xml = try #require(example["assertion"]?.text)
        let base64 = Data(xml.utf8).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        let expected = Base64URL.encode(xml.utf8)
        #expect(!expected.contains("=") && !expected.contains("\n"))
        for assertion in [xml, "\n " + xml, base64, base64 + "\n", expected] {
            let sent = fields(try await request(["grant": "saml2_bearer", "assertion": .string(assertion)]))
            #expect(sent.first { $0.name == "grant_type" }?.value == example["grant_type"]?.text)
            let decoded = sent.first { $0.name == "assertion" }.flatMap { Base64URL.decode($0.value) }
            let text = String(decoding: try #require(decoded), as: UTF8.self)
            #expect(text.drop(while: \.isWhitespace) == xml[...])
            #expect(sent.first { $0.name == "assertion" }?.value.contains { "+/=\n".contains($0) } == false)
        }
    }

    @Test func anExtensionGrantSendsWhatIsGiven() async throws {
        let sent = fields(
            try await request([
                "grant": "http://auth0.com/oauth/grant-type/password-realm", "username": "u", "password": "p",
                "token_params": ["realm": "employees", "codes": [1, 2]],
            ]))
        #expect(
            Array(sent.prefix(3)) == [
                Parameter("grant_type", "http://auth0.com/oauth/grant-type/password-realm"), Parameter("username", "u"),
                Parameter("password", "p"),
            ])
        #expect(sent.contains(Parameter("realm", "employees")))
        #expect(sent.filter { $0.name == "codes" }.map(\.value) == ["1", "2"])
    }

    /// Zoom's grant has a name that is no URI: it is a client's own token under another name.
    @Test func aGrantTypeCanBeRenamed() async throws {
        let sent = fields(
            try await request([
                "grant": "client_credentials",
                "token_params": ["grant_type": "account_credentials", "account_id": "7"],
            ]))
        #expect(sent == [Parameter("grant_type", "account_credentials"), Parameter("account_id", "7")])
    }

    @Test func someGrantsNeedNoClient() async throws {
        let sent = fields(
            try await request(
                ["grant": "password", "username": "u", "password": "p"],
                without: ["authorization_url", "redirect_uri", "client_id", "client_secret"]))
        #expect(!sent.contains { $0.name == "client_id" })
        #expect(definitionError(["grant": "client_credentials"], without: ["client_id"]) != nil)
        #expect(
            definitionError(["grant": "password", "username": "u", "password": "p"], without: ["client_id"]) != nil,
            "a secret is of no use without an id")
    }

    /// Nobody gets somebody else's tokens because a script changed whose they should be.
    @Test func tokensBelongToAnAccount() throws {
        func key(_ changes: [String: DefinitionValue]) throws -> TokenKey {
            try connection(changes.merging(["grant": "password", "password": "p"]) { $1 }).tokenKey(profile: "default")
        }
        #expect(try key(["username": "alice"]) == key(["username": "alice", "scope": "x"]))
        #expect(try key(["username": "alice"]) != key(["username": "bob"]))
        #expect(try !key(["username": "alice"]).clientID.contains("alice"))
        #expect(try connection().tokenKey(profile: "default").clientID == "s6BhdRkqt3")
    }
}

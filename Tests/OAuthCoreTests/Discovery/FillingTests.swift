import Foundation
import Testing

@testable import OAuthCore

@Suite struct FillingTests {
    private static let issuer = "https://server.example.com"

    private func metadata(_ changes: [String: JSONValue] = [:]) throws -> ProviderMetadata {
        guard case .object(let fields) = try Vectors.json("rfc8414") else { throw CocoaError(.fileReadCorruptFile) }
        return ProviderMetadata(fields.merging(changes) { $1 }, issuer: Self.issuer, allowsPlainHTTP: false)
    }

    /// `issuer` and `client_id` are a definition.
    @Test func issuerAndClientAreEnough() throws {
        let definition = try connection(
            ["issuer": .string(Self.issuer)],
            without: ["authorization_url", "token_url", "client_secret", "redirect_uri"])
        #expect(definition.needsMetadata(for: definition.endpointsOfItsGrant))
        let filled = definition.filled(from: try metadata())
        try filled.check(filled.endpointsOfItsGrant)
        #expect(filled.endpoints.token?.absoluteString == "https://server.example.com/token")
        #expect(!filled.needsMetadata(for: ProviderEndpoint.allCases))
        #expect(filled.tokenKey(profile: "default") == definition.tokenKey(profile: "default"))
    }

    @Test func theDefinitionHasTheLastWord() throws {
        let filled = try connection(["issuer": .string(Self.issuer), "userinfo_url": "https://other.example/me"])
            .filled(from: try metadata())
        #expect(filled.endpoints.userinfo?.absoluteString == "https://other.example/me")
        #expect(filled.endpoints.jwks?.absoluteString == "https://server.example.com/jwks.json")
    }

    @Test func aDefinitionThatSaysEverythingAsksNobody() throws {
        let whole = try connection(["issuer": .string(Self.issuer)])
        #expect(!whole.needsMetadata(for: whole.endpointsOfItsGrant))
        #expect(whole.needsMetadata(for: [.revocation]))
        #expect(try !connection().needsMetadata(for: ProviderEndpoint.allCases))
    }

    @Test(
        arguments: [
            (["grant": "device_code"], [ProviderEndpoint.deviceAuthorization, .token]),
            (["grant": "client_credentials"], [.token]),
            (["pushed_authorization": true], [.authorization, .token, .pushedAuthorization]),
            (["response_mode": "jwt"], [.authorization, .token, .jwks]),
            (["response_type": "token", "allow_implicit": true], [.authorization]),
            (["grant": "refresh_token", "refresh_token": "r", "refresh_url": "https://a.example/r"], []),
        ] as [([String: DefinitionValue], [ProviderEndpoint])])
    func eachGrantNeedsItsOwn(fields: [String: DefinitionValue], needed: [ProviderEndpoint]) throws {
        let fields = fields.merging(["issuer": .string(Self.issuer)]) { $1 }
        #expect(try connection(fields).endpointsOfItsGrant == needed)
    }

    @Test func whatNobodyNamesIsSaid() throws {
        let filled = try connection(["issuer": .string(Self.issuer), "grant": "device_code"], without: ["token_url"])
            .filled(from: try metadata())
        let error = #expect(throws: OAuthError.self) { try filled.check(filled.endpointsOfItsGrant) }
        #expect(error?.kind == .config)
        #expect(
            error?.message == "the metadata of 'https://server.example.com' names no device_authorization_endpoint")
        #expect(error?.advice?.contains("device_authorization_url") == true)
    }

    struct Method: Sendable {
        var taken: [String]?
        var fields: [String: DefinitionValue]
        var without: Set<String> = []
        var expected: ClientAuthentication
    }

    private static let key: DefinitionValue = "{\"kty\":\"EC\"}"

    @Test(arguments: [
        Method(taken: nil, fields: [:], expected: .basic),
        Method(taken: ["client_secret_post", "client_secret_basic"], fields: [:], expected: .basic),
        Method(taken: ["client_secret_post"], fields: [:], expected: .post),
        Method(taken: ["client_secret_jwt"], fields: [:], expected: .clientSecretJWT),
        Method(taken: ["client_secret_post"], fields: ["client_auth": "basic"], expected: .basic),
        Method(taken: ["client_secret_basic", "none"], fields: [:], without: ["client_secret"], expected: .none),
        Method(
            taken: ["client_secret_basic", "private_key_jwt"], fields: ["private_key": key], without: ["client_secret"],
            expected: .privateKeyJWT),
        Method(taken: ["private_key_jwt", "client_secret_post"], fields: ["private_key": key], expected: .post),
        Method(taken: ["something_else"], fields: [:], expected: .basic),
    ])
    func aFittingMethodIsChosen(_ sample: Method) throws {
        let list = sample.taken.map {
            ["token_endpoint_auth_methods_supported": JSONValue.array($0.map(JSONValue.string))]
        }
        var document = list ?? [:]
        if list == nil { document["token_endpoint_auth_methods_supported"] = .null }
        let filled = try connection(
            sample.fields.merging(["issuer": .string(Self.issuer)]) { $1 }, without: sample.without
        ).filled(from: try metadata(document))
        #expect(filled.client.authentication == sample.expected)
    }
}

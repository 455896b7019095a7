import Foundation
import HTTPTypes
import Testing

@testable import OAuthClient
@testable import OAuthCore

@Suite struct ResolverTests {
    static let issuer = "https://id.example"
    static let openID = issuer + "/.well-known/openid-configuration"
    static let oauth = issuer + "/.well-known/oauth-authorization-server"

    static func document(_ fields: [String: String] = [:], issuer: String = issuer) -> String {
        let standard = [
            "issuer": issuer, "authorization_endpoint": issuer + "/authorize", "token_endpoint": issuer + "/token",
        ]
        let all = standard.merging(fields) { $1 }.filter { !$0.value.isEmpty }
        return JSONValue.object(all.mapValues(JSONValue.string)).encoded()
    }

    private let clock = TestClock()
    private let documents = MemoryDocuments()

    private func resolver(_ provider: FakeProvider, documents: MemoryDocuments? = nil) -> ProviderResolver {
        ProviderResolver(
            transport: provider, documents: { [documents = documents ?? self.documents] in documents },
            now: { [clock] in clock.now })
    }

    private func connection(_ fields: [String: DefinitionValue] = [:]) throws -> Connection {
        try .defined(["issuer": .string(Self.issuer), "client_id": "id"].merging(fields) { $1 })
    }

    @Test func anIssuerIsEnough() async throws {
        let provider = FakeProvider([Self.openID: .json(Self.document())])
        let resolved = try await resolver(provider).resolved(connection())
        #expect(resolved.endpoints.authorization?.absoluteString == "https://id.example/authorize")
        #expect(resolved.endpoints.token?.absoluteString == "https://id.example/token")
        #expect(provider.requests == ["GET \(Self.openID)"])
    }

    @Test func whatTheDefinitionSaysIsNotAskedFor() async throws {
        let provider = FakeProvider()
        let whole = try connection(["authorization_url": "https://a.example/a", "token_url": "https://a.example/t"])
        let resolver = ProviderResolver(transport: provider, documents: { throw CancellationError() })
        #expect(try await resolver.resolved(whole).endpoints == whole.endpoints)
        #expect(provider.requests.isEmpty)
    }

    /// The OpenID Connect document first, and what it lacks from RFC 8414's.
    @Test func oneDocumentFillsTheOther() async throws {
        let provider = FakeProvider([
            Self.openID: .json(Self.document()),
            Self.oauth: .json(
                Self.document([
                    "revocation_endpoint": Self.issuer + "/revoke", "token_endpoint": Self.issuer + "/other",
                ])),
        ])
        let resolver = resolver(provider)
        let resolved = try await resolver.resolved(connection(), needing: [.token, .revocation], optional: false)
        #expect(resolved.endpoints.revocation?.absoluteString == "https://id.example/revoke")
        #expect(resolved.endpoints.token?.absoluteString == "https://id.example/token")
        #expect(provider.requests == ["GET \(Self.openID)", "GET \(Self.oauth)"])
        _ = try await resolver.resolved(connection(), needing: [.introspection], optional: true)
        #expect(provider.requests.count == 2)
    }

    /// Both forms for an issuer with a path, until one is there.
    @Test(arguments: [
        "https://id.example/t/.well-known/openid-configuration",
        "https://id.example/.well-known/openid-configuration/t",
        "https://id.example/.well-known/oauth-authorization-server/t",
        "https://id.example/t/.well-known/oauth-authorization-server",
    ])
    func everyPlaceIsTried(url: String) async throws {
        let issuer = "https://id.example/t"
        let provider = FakeProvider([url: .json(Self.document(issuer: issuer))])
        let resolved = try await resolver(provider).resolved(connection(["issuer": .string(issuer)]))
        #expect(resolved.endpoints.token?.absoluteString == "https://id.example/t/token")
        #expect(provider.requests.last == "GET \(url)")
    }

    /// A page for every address is no document.
    @Test(arguments: ["<html>", "{}", "[]", "", "{\"issuer\":1}", "{\"token_endpoint\":\"https://id.example/t\"}"])
    func whatIsNoMetadataIsPassedOver(body: String) async throws {
        let provider = FakeProvider([Self.openID: .json(body), Self.oauth: .json(Self.document())])
        #expect(try await resolver(provider).resolved(connection()).endpoints.token != nil)
    }

    @Test func nothingAnywhereIsSaid() async throws {
        let error = await failure { try await resolver(FakeProvider()).resolved(connection()) }
        #expect(error?.kind == .config)
        #expect(error?.message == "the issuer 'https://id.example' of connection 'test' publishes no metadata")
        #expect(error?.advice?.contains(Self.oauth) == true)
        let odd = try connection(["issuer": "https://id.example?a=b"])
        #expect(
            await failure { try await resolver(FakeProvider()).resolved(odd) }?.message.contains("has a query") == true)
    }

    /// RFC 8414 §3.3: the answer to a mixed-up or lying issuer is not to look further.
    @Test func anotherIssuersMetadataIsRefused() async throws {
        let provider = FakeProvider([
            Self.openID: .json(Self.document(issuer: "https://evil.example")), Self.oauth: .json(Self.document()),
        ])
        let error = await failure { try await resolver(provider).resolved(connection()) }
        #expect(error?.kind == .config)
        #expect(error?.message.contains("'https://id.example' is that of 'https://evil.example'") == true)
        #expect(provider.requests.count == 1)
        #expect(documents.keys.isEmpty)
    }

    @Test func oneQuestionForAll() async throws {
        let provider = FakeProvider([Self.openID: .json(Self.document())])
        let resolver = resolver(provider)
        try await withThrowingTaskGroup { group in
            for number in 0..<30 {
                group.addTask {
                    let connection = try connection(["name": .string("c\(number)")])
                    return try await resolver.resolved(connection).endpoints.token != nil
                }
            }
            for try await isThere in group { #expect(isThere) }
        }
        #expect(provider.requests.count == 1)
    }

    @Test func theNextRunAsksNobody() async throws {
        let provider = FakeProvider([Self.openID: .json(Self.document(), [.cacheControl: "max-age=3600"])])
        _ = try await resolver(provider).resolved(connection())
        clock.advance(3599)
        #expect(try await resolver(provider).resolved(connection()).endpoints.token != nil)
        #expect(provider.requests.count == 1)
        clock.advance(2)
        _ = try await resolver(provider).resolved(connection())
        #expect(provider.requests.count == 2)
    }

    @Test func whatMustNotBeStoredIsNot() async throws {
        let provider = FakeProvider([Self.openID: .json(Self.document(), [.cacheControl: "no-store"])])
        let resolver = resolver(provider)
        _ = try await resolver.resolved(connection())
        _ = try await resolver.resolved(connection())
        #expect(provider.requests.count == 1)
        #expect(documents.keys.isEmpty)
    }

    @Test(arguments: [OAuthError.Kind.network, .timeout])
    func anOutageIsBridgedByAnOldDocument(_ kind: OAuthError.Kind) async throws {
        let provider = FakeProvider([Self.openID: .json(Self.document(), [.cacheControl: "max-age=60"])])
        _ = try await resolver(provider).resolved(connection())
        provider.goDown(kind)
        clock.advance(20 * 86_400)
        #expect(try await resolver(provider).resolved(connection()).endpoints.token != nil)
        #expect(provider.requests.count == 2)
        let error = await failure {
            try await resolver(provider).resolved(connection(), needing: [.revocation], optional: false)
        }
        #expect(error?.kind == kind)
        clock.advance(20 * 86_400)
        #expect(await failure { try await resolver(provider).resolved(connection()) }?.kind == kind)
    }

    @Test(arguments: [500, 503, 429])
    func aServerThatCannotAnswerIsAnOutage(status: Int) async throws {
        let provider = FakeProvider([Self.openID: .json("", status: status)])
        let error = await failure { try await resolver(provider).resolved(connection()) }
        #expect(error?.kind == .http && error?.status == status && error?.isTransient == true)
        // Where the other document says enough, it is not waited for, and asked again by the next run.
        provider[Self.oauth] = .json(Self.document())
        _ = try await resolver(provider).resolved(connection())
        provider[Self.openID] = .json(Self.document())
        let before = provider.requests.count
        _ = try await resolver(provider).resolved(connection())
        #expect(provider.requests.count == before + 1)
    }

    @Test func aHugeDocumentIsNotRead() async throws {
        let padding = String(repeating: "x", count: ProviderMetadata.sizeLimit)
        let provider = FakeProvider([Self.openID: .json(Self.document(["padding": padding]))])
        let error = await failure { try await resolver(provider).resolved(connection()) }
        #expect(error?.kind == .decode && error?.connection == "test")
        #expect(error?.message.contains("larger than the limit") == true)
    }

    @Test func redirectsStayOnTheHost() async throws {
        let provider = FakeProvider([
            Self.openID: .json("", status: 301, [.location: "/config"]),
            Self.issuer + "/config": .json(Self.document()),
        ])
        #expect(
            try await resolver(provider, documents: MemoryDocuments()).resolved(connection()).endpoints.token != nil)
        for location in ["https://evil.example/config", "http://id.example/config", "https://id.example:444/config"] {
            let provider = FakeProvider([
                Self.openID: .json("", status: 302, [.location: location]), location: .json(Self.document()),
            ])
            let error = await failure {
                try await resolver(provider, documents: MemoryDocuments()).resolved(connection())
            }
            #expect(error?.message.contains("publishes no metadata") == true)
            #expect(!provider.requests.contains("GET \(location)"))
        }
        let loop = FakeProvider([Self.openID: .json("", status: 302, [.location: Self.openID])])
        #expect(await failure { try await resolver(loop, documents: MemoryDocuments()).resolved(connection()) } != nil)
        #expect(loop.requests.count == 5)
    }

    /// A store that cannot be used is said where it matters, not here.
    @Test func withoutAStoreItWorksAllTheSame() async throws {
        let provider = FakeProvider([Self.openID: .json(Self.document())])
        let resolver = ProviderResolver(
            transport: provider, documents: { throw OAuthError(.store, "no store") }, now: { [clock] in clock.now })
        #expect(try await resolver.resolved(connection()).endpoints.token != nil)
    }

    @Test(arguments: ["", "{}", "[1]", "{\"document\":1}"])
    func aCacheOfAnotherVersionIsNone(text: String) async throws {
        try await documents.save(
            Redacted(Array(text.utf8)), as: DocumentKey(.discovery, Self.issuer), expiresAt: nil)
        let provider = FakeProvider([Self.openID: .json(Self.document())])
        _ = try await resolver(provider).resolved(connection())
        #expect(provider.requests.count == 1)
        #expect(documents.text(DocumentKey(.discovery, Self.issuer)) != text)
    }

    /// Keys are asked for where there are ID tokens, and not missed.
    @Test func keysAreUsefulAndNoMore() async throws {
        let urls: [String: DefinitionValue] = [
            "authorization_url": "https://a.example/a", "token_url": "https://a.example/t", "scope": "openid",
        ]
        let provider = FakeProvider([Self.openID: .json(Self.document(["jwks_uri": Self.issuer + "/jwks"]))])
        #expect(try await resolver(provider).resolved(connection(urls)).endpoints.jwks != nil)
        let silent = FakeProvider([Self.openID: .json(Self.document(issuer: Self.issuer))])
        #expect(
            try await ProviderResolver(transport: silent, documents: { MemoryDocuments() })
                .resolved(connection(urls)).endpoints.jwks == nil)
    }

    @Test func aRefreshDoesNotFailForWhatIsOnlyUseful() async throws {
        let provider = FakeProvider([Self.openID: .json("")])
        provider.goDown()
        let endpoint = TokenEndpoint(transport: provider, resolver: resolver(provider))
        let whole = try connection([
            "authorization_url": "https://a.example/a", "token_url": "https://a.example/t", "scope": "openid",
        ])
        #expect(try await endpoint.resolvedForRefresh(whole).endpoints.token?.absoluteString == "https://a.example/t")
        #expect(await failure { try await endpoint.resolvedForRefresh(connection()) }?.kind == .network)
    }
}

import Foundation
import HTTPTypes
import Testing

@testable import OAuthClient
@testable import OAuthCore

@Suite struct RegistrarTests {
    private static let register = "https://id.example/register"
    private static let client = "https://id.example/register/c-1"

    private let clock = TestClock()
    private let documents = MemoryDocuments()

    private static func answer(_ id: String = "c-1", _ more: [String: JSONValue] = [:]) -> FakeProvider.Page {
        var fields: [String: JSONValue] = [
            "client_id": .string(id), "client_secret": .string("secret-of-\(id)"),
            "registration_access_token": .string("rat-\(id)"), "registration_client_uri": .string(client),
        ]
        fields.merge(more) { $1 }
        return .json(JSONValue.object(fields).encoded(), status: 201)
    }

    private func resolver(_ provider: FakeProvider) -> ProviderResolver {
        ProviderResolver(transport: provider, documents: { [documents] in documents }, now: { [clock] in clock.now })
    }

    private func connection(_ fields: [String: DefinitionValue] = [:]) throws -> Connection {
        try .defined(
            [
                "client_registration": "dynamic", "registration_url": .string(Self.register),
                "authorization_url": "https://id.example/a", "token_url": "https://id.example/t",
            ].merging(fields) { $1 })
    }

    private func body(_ request: TransportRequest) -> JSONValue? {
        if case .secret(let bytes) = request.body { JSONValue(bytes.reveal()) } else { nil }
    }

    @Test func registersOnceAndForAll() async throws {
        let provider = FakeProvider([Self.register: Self.answer()])
        let resolver = resolver(provider)
        try await withThrowingTaskGroup { group in
            for _ in 0..<20 { group.addTask { try await resolver.resolved(connection()).client.id } }
            for try await id in group { #expect(id == "c-1") }
        }
        let later = try await self.resolver(provider).resolved(connection())
        #expect(later.client.id == "c-1" && later.client.secret?.reveal() == "secret-of-c-1")
        #expect(later.client.authentication == .basic)
        #expect(provider.requests == ["POST \(Self.register)"])
        #expect(provider.sent[0].isConfidential)
        // Kept where nobody can read it, under the connection's name.
        #expect(documents.keys.map(\.kind) == [.registration])
    }

    /// Several runs that begin at the same time.
    @Test func otherProcessesWait() async throws {
        let provider = FakeProvider([Self.register: Self.answer()])
        try await withThrowingTaskGroup { group in
            for _ in 0..<10 { group.addTask { try await self.resolver(provider).resolved(connection()).client.id } }
            for try await id in group { #expect(id == "c-1") }
        }
        #expect(provider.requests.count == 1)
    }

    @Test func theEndpointComesFromTheIssuer() async throws {
        let provider = FakeProvider([
            ResolverTests.openID: .json(ResolverTests.document(["registration_endpoint": Self.register])),
            Self.register: Self.answer(),
        ])
        let connection = try Connection.defined([
            "client_registration": "dynamic", "issuer": .string(ResolverTests.issuer),
        ])
        #expect(try await resolver(provider).resolved(connection).client.id == "c-1")
        // The second run has both in the store.
        #expect(try await resolver(provider).resolved(connection).client.id == "c-1")
        #expect(provider.requests.count == 2)
    }

    @Test func aSecretThatEndsIsReplaced() async throws {
        let end = Int64(clock.now.timeIntervalSince1970) + 3600
        let provider = FakeProvider([
            Self.register: Self.answer("c-1", ["client_secret_expires_at": .integer(end)])
        ])
        _ = try await resolver(provider).resolved(connection())
        clock.advance(3500)
        #expect(try await resolver(provider).resolved(connection()).client.id == "c-1")
        provider[Self.register] = Self.answer("c-2")
        clock.advance(60)
        #expect(try await resolver(provider).resolved(connection()).client.id == "c-2")
    }

    /// RFC 7592 §2.2: the client stays the same, and so do its tokens.
    @Test func aChangedDefinitionChangesTheRegistration() async throws {
        let provider = FakeProvider([Self.register: Self.answer(), Self.client: Self.answer()])
        _ = try await resolver(provider).resolved(connection())
        let wider = try connection(["scope": "a b"])
        #expect(try await resolver(provider).resolved(wider).client.id == "c-1")
        #expect(provider.requests == ["POST \(Self.register)", "PUT \(Self.client)"])
        #expect(provider.sent[1].headers[.authorization] == "Bearer rat-c-1")
        #expect(body(provider.sent[1])?["scope"] == .string("a b"))
        _ = try await resolver(provider).resolved(wider)
        #expect(provider.requests.count == 2)
    }

    @Test func whereThatIsNotOfferedAnotherClientIsRegistered() async throws {
        let provider = FakeProvider([Self.register: Self.answer()])
        _ = try await resolver(provider).resolved(connection())
        provider[Self.register] = Self.answer("c-2")
        #expect(try await resolver(provider).resolved(connection(["scope": "a"])).client.id == "c-2")
        #expect(provider.requests.map { $0.prefix(4) } == ["POST", "PUT ", "POST"])
    }

    @Test func aClientThatIsGoneRegistersAnew() async throws {
        let token = "https://id.example/t"
        let provider = FakeProvider([
            Self.register: Self.answer(), token: .json(#"{"error":"invalid_client"}"#, status: 401),
        ])
        let endpoint = TokenEndpoint(transport: provider, resolver: resolver(provider))
        let known = try await endpoint.resolved(connection(["grant": "client_credentials"]))
        provider[Self.register] = Self.answer("c-2")
        let draft = TokenEndpointRequest(
            .grant, url: URL(string: token)!, parameters: [Parameter("grant_type", "client_credentials")])
        // It still refuses, but whom it refuses now is the new client.
        _ = try await endpoint.send(draft, for: known)
        #expect(
            provider.requests == ["POST \(Self.register)", "POST \(token)", "POST \(Self.register)", "POST \(token)"])
        #expect(try await resolver(provider).resolved(known).client.id == "c-2")

        // A refresh token is of no use to another client: nothing is sent again.
        let again = try await endpoint.resolved(connection())
        let before = provider.requests.count
        let refresh = TokenEndpointRequest(.refresh, url: URL(string: token)!, parameters: [])
        _ = try await endpoint.send(refresh, for: again)
        #expect(provider.requests[before...] == ["POST \(token)"])
        #expect(documents.keys.isEmpty)
    }

    @Test func whatAnotherRunHasRegisteredMeanwhileStays() async throws {
        let provider = FakeProvider([Self.register: Self.answer()])
        let resolver = resolver(provider)
        var old = try await resolver.resolved(connection())
        old.client.id = "c-0"
        await resolver.clientWasRefused(old)
        #expect(documents.keys.count == 1)
    }

    @Test(arguments: [(204, true), (401, true), (404, true), (405, false), (500, false)])
    func forgettingTellsTheProvider(status: Int, isGone: Bool) async throws {
        let provider = FakeProvider([Self.register: Self.answer(), Self.client: .json("", status: status)])
        let resolver = resolver(provider)
        let connection = try await resolver.resolved(connection())
        let problem = try await resolver.forgetClient(connection)
        #expect((problem == nil) == isGone)
        #expect(problem?.advice?.contains("c-1") ?? isGone)
        #expect(provider.requests.last == "DELETE \(Self.client)")
        #expect(documents.keys.isEmpty)
        #expect(try await resolver.forgetClient(connection) == nil)
        #expect(provider.requests.count == 2)
    }

    @Test func aProviderThatCannotBeToldIsSaid() async throws {
        let provider = FakeProvider([Self.register: .json(#"{"client_id":"c-1"}"#, status: 201)])
        let resolver = resolver(provider)
        let connection = try await resolver.resolved(connection())
        #expect(connection.client.authentication == .none)
        #expect(try await resolver.forgetClient(connection)?.message.contains("it offers no way to") == true)
        provider.goDown()
        #expect(await failure { try await resolver.resolved(self.connection()) }?.kind == .network)
    }

    @Test func aRefusalIsNotKept() async throws {
        let provider = FakeProvider([
            Self.register: .json(#"{"error":"invalid_client_metadata"}"#, status: 400)
        ])
        let error = await failure { try await resolver(provider).resolved(connection()) }
        #expect(error?.oauthError == "invalid_client_metadata" && error?.connection == "test")
        #expect(documents.keys.isEmpty)
    }
}

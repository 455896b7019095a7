import Foundation
import HTTPTypes
import Testing

@testable import OAuthClient
@testable import OAuthCore

@Suite struct KeySetsTests {
    private let url = URL(string: "https://auth.example/keys")!
    private let algorithms: Set<SigningAlgorithm> = [.ES256, .RS256]

    private func verify(_ idToken: String, _ keySets: KeySets) async throws -> String? {
        try await keySets.verify(Redacted(idToken), keysAt: url, allowing: algorithms, connection: "test").claims[
            "sub"]?
            .text
    }

    @Test func `keys are loaded once, and again for a key that is new`() async throws {
        let provider = try await OpenIDProvider()
        let keySets = KeySets(transport: provider, now: { instant })
        for _ in 0..<3 { #expect(try await verify(provider.idToken(), keySets) == "alice") }
        #expect(provider.keyRequests == 1)
        let old = try provider.idToken()
        let renewed = try await OpenIDProvider.key("2")
        provider.change { $0.keys.append(renewed) }
        #expect(try await verify(provider.idToken(), keySets) == "alice")
        #expect(provider.keyRequests == 2)
        // What the old key has signed counts as long as the provider publishes it.
        #expect(try await verify(old, keySets) == "alice")
        provider.change { $0.keys.removeFirst() }
        #expect(try await verify(provider.idToken(), keySets) == "alice")
        #expect(provider.keyRequests == 2)
    }

    @Test func `a key that stays unknown is refused after one try`() async throws {
        let provider = try await OpenIDProvider()
        let keySets = KeySets(transport: provider, now: { instant })
        _ = try await verify(provider.idToken(), keySets)
        let forged = try await OpenIDProvider.key("9").sign(header: [:], claims: ["sub": .string("mallory")])
        await #expect(throws: JWSFailure.unknownKey("9")) { try await verify(forged, keySets) }
        #expect(provider.keyRequests == 2)
        // A key of a known name is what it was: nothing is loaded for a wrong signature.
        let sameName = try await OpenIDProvider.key("1").sign(header: [:], claims: ["sub": .string("mallory")])
        await #expect(throws: JWSFailure.signature) { try await verify(sameName, keySets) }
        #expect(provider.keyRequests == 2)
    }

    @Test func `what no key of the provider can have signed does not make us ask`() async throws {
        let provider = try await OpenIDProvider()
        let keySets = KeySets(transport: provider, now: { instant })
        let hmac = try SigningKey.hmac(Redacted("secret")).sign(header: [:], claims: [:])
        let none = "\(Base64URL.encode(Array(#"{"alg":"none"}"#.utf8))).\(Base64URL.encode(Array("{}".utf8)))."
        for idToken in [hmac, none, "a.b", ""] {
            await #expect(throws: JWSFailure.self) { try await verify(idToken, keySets) }
        }
        #expect(provider.keyRequests == 0)
    }

    @Test func `they are kept between runs for as long as the provider allows`() async throws {
        let provider = try await OpenIDProvider()
        provider.change { $0.keyAnswer.headers[.cacheControl] = "public, max-age=600" }
        let documents = MemoryDocuments()
        for _ in 0..<2 {
            let run = KeySets(transport: provider, documents: documents, now: { instant })
            #expect(try await verify(provider.idToken(), run) == "alice")
        }
        #expect(provider.keyRequests == 1)
        let later = KeySets(transport: provider, documents: documents, now: { instant.addingTimeInterval(601) })
        #expect(try await verify(provider.idToken(), later) == "alice")
        #expect(provider.keyRequests == 2)
        // A key that is new since is loaded, and kept.
        let renewed = try await OpenIDProvider.key("2")
        provider.change { $0.keys.append(renewed) }
        for _ in 0..<2 {
            let run = KeySets(transport: provider, documents: documents, now: { instant.addingTimeInterval(602) })
            #expect(try await verify(provider.idToken(), run) == "alice")
        }
        #expect(provider.keyRequests == 3)
    }

    @Test(
        arguments: [
            ("", nil), ("no-store", nil), ("max-age=600, no-store", nil), ("no-cache, max-age=600", nil),
            ("max-age=0", nil), ("max-age=x", nil), ("Max-Age=\"60\"", 60), ("max-age=99999999", 86_400),
        ] as [(String, TimeInterval?)])
    func `what the provider allows`(_ header: String, _ seconds: TimeInterval?) async throws {
        let provider = try await OpenIDProvider()
        provider.change { $0.keyAnswer.headers[.cacheControl] = header.isEmpty ? nil : header }
        let documents = MemoryDocuments()
        _ = try await verify(
            provider.idToken(), KeySets(transport: provider, documents: documents, now: { instant }))
        let end = documents.end(of: DocumentKey(.jwks, url.absoluteString))
        #expect(end == seconds.map { instant.addingTimeInterval($0) })
    }

    @Test(arguments: [
        (FakeAnswer.status(503), OAuthError.Kind.http, true), (.status(404), .http, false),
        (.json("{\"keys\":{}}"), .decode, false), (.json("<html>"), .decode, false),
        (.failing(.network), .network, true),
    ]) func `what cannot be loaded`(_ answer: FakeAnswer, _ kind: OAuthError.Kind, _ isTransient: Bool) async throws {
        let provider = try await OpenIDProvider()
        provider.change { $0.keyAnswer = answer }
        let keySets = KeySets(transport: provider, now: { instant })
        let error = await failure { try await verify(provider.idToken(), keySets) }
        #expect(error?.kind == kind)
        #expect(error?.isTransient == isTransient)
        #expect(error?.connection == "test")
    }
}

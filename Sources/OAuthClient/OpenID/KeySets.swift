import HTTPTypes
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The keys that providers sign with: loaded once in a run, kept between runs for as long as the provider allows, and
/// loaded again, once, for a signature by a key that is not among them (OpenID Connect Core §10.1.1).
public actor KeySets {
    /// A provider's key set is a few kilobytes; in bytes.
    static let limit = 1 << 20
    /// However long a provider allows: a key that it has withdrawn must not count for long.
    static let longestLife: TimeInterval = 86_400
    static let timeouts = Timeouts(total: .seconds(30))

    private let transport: any HTTPTransport
    private let documents: (any DocumentStore)?
    private let now: @Sendable () -> Date
    private var loaded: [URL: KeySet] = [:]

    /// - Parameters:
    ///   - documents: where they are kept between runs.
    ///   - now: the wall clock.
    public init(
        transport: any HTTPTransport, documents: (any DocumentStore)? = nil,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.transport = transport
        self.documents = documents
        self.now = now
    }

    /// The header and claims of a JWT whose signature is good. The claims are not looked at.
    /// - Parameters:
    ///   - url: where the provider publishes its keys; nil for none.
    ///   - secret: the key of HMACs, where `algorithms` has any.
    /// - Throws: ``JWSFailure``; ``OAuthError`` of kind `network`, `timeout`, `http` or `decode` where the keys cannot be
    ///   loaded.
    public func verify(
        _ jwt: Redacted<String>, keysAt url: URL?, allowing algorithms: Set<SigningAlgorithm>,
        secret: Redacted<String>? = nil, connection: String
    ) async throws -> (header: [String: JSONValue], claims: [String: JSONValue]) {
        let jws = try JWS(jwt.reveal())
        guard let url, Self.isSignedByProvider(jws) else {
            return try await KeySet.none.verify(jwt.reveal(), allowing: algorithms, secret: secret)
        }
        let known: KeySet?
        if let keys = loaded[url] { known = keys } else { known = await stored(url) }
        if let known {
            loaded[url] = known
            do {
                return try await known.verify(jwt.reveal(), allowing: algorithms, secret: secret)
            } catch JWSFailure.unknownKey {}
        }
        let fresh = try await load(url, connection: connection)
        loaded[url] = fresh
        return try await fresh.verify(jwt.reveal(), allowing: algorithms, secret: secret)
    }

    /// What is refused anyway, or signed with the client secret, is not worth asking the provider.
    private static func isSignedByProvider(_ jws: JWS) -> Bool {
        jws.header["alg"]?.text.flatMap(SigningAlgorithm.init).map { !$0.isSymmetric } ?? false
    }

    /// From an earlier run. A store that cannot be read costs a request, no more.
    private func stored(_ url: URL) async -> KeySet? {
        guard let documents else { return nil }
        let document = try? await documents.document(DocumentKey(.jwks, url.absoluteString), now: now())
        return document.flatMap { KeySet($0.reveal()) }
    }

    private func load(_ url: URL, connection: String) async throws -> KeySet {
        var response: TransportResponse
        let body: [UInt8]
        do {
            response = try await transport.send(
                TransportRequest(
                    url: url, headers: [.accept: "application/jwk-set+json, application/json"], timeouts: Self.timeouts)
            )
            body = try await response.body.collect(limit: Self.limit)
        } catch var error as OAuthError {
            error.connection = connection
            throw error
        }
        guard response.status == 200 else {
            throw OAuthError(
                .http, "the provider's keys at \(url.withoutSecrets) cannot be read: it answered \(response.status)",
                advice: response.status >= 500 || response.status == 429
                    ? "Try again later" : "Check jwks_url or issuer",
                status: response.status, connection: connection, url: url.withoutSecrets)
        }
        guard let keys = KeySet(body) else {
            throw OAuthError(
                .decode, "what \(url.withoutSecrets) answers is not a set of keys", advice: "Check jwks_url or issuer",
                connection: connection, url: url.withoutSecrets)
        }
        if let documents, let end = end(response.headers) {
            try? await documents.save(Redacted(body), as: DocumentKey(.jwks, url.absoluteString), expiresAt: end)
        }
        return keys
    }

    /// `max-age` (RFC 9111 §5.2.2.1); nil for what must not be kept.
    private func end(_ headers: HTTPFields) -> Date? {
        let directives = (headers[.cacheControl] ?? "").lowercased().split(separator: ",").map {
            String($0.filter { !$0.isWhitespace && $0 != "\"" })
        }
        guard !directives.contains(where: { $0 == "no-store" || $0 == "no-cache" }),
            let age = directives.compactMap({ $0.hasPrefix("max-age=") ? TimeInterval($0.dropFirst(8)) : nil }).first,
            age > 0
        else { return nil }
        return now().addingTimeInterval(min(age, Self.longestLife))
    }
}

extension KeySet {
    /// Verifies HMACs only.
    fileprivate static let none = KeySet(.object(["keys": .array([])]))!
}

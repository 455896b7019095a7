import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Issuers' metadata: asked for at most once in a run, whoever needs it, and kept between runs.
actor MetadataSource {
    private let fetch: MetadataFetch
    private let documents: @Sendable () throws -> any DocumentStore
    private let now: @Sendable () -> Date
    private let flights = SingleFlight<String, KnownMetadata>()
    private var known: [String: KnownMetadata] = [:]

    init(
        transport: any HTTPTransport, documents: @escaping @Sendable () throws -> any DocumentStore,
        now: @escaping @Sendable () -> Date
    ) {
        fetch = MetadataFetch(transport: transport, now: now)
        self.documents = documents
        self.now = now
    }

    /// - Throws: ``OAuthError`` of kind `config` for an issuer that is none, or whose metadata is another's; what stands
    ///   in the way of asking, unless there is an older document.
    func metadata(for connection: Connection, needing endpoints: [ProviderEndpoint]) async throws -> ProviderMetadata {
        let issuer = connection.endpoints.issuer ?? ""
        while true {
            if let known = known[issuer], known.covers(endpoints) {
                return ProviderMetadata(
                    known.document, issuer: issuer, allowsPlainHTTP: connection.allowsPlainHTTP)
            }
            // A flight that others began may be about other endpoints: then the next one is ours.
            let loaded = try await flights.run(issuer) {
                try await self.load(issuer, for: connection, needing: endpoints)
            }
            known[issuer] = loaded
        }
    }

    private func load(
        _ issuer: String, for connection: Connection, needing endpoints: [ProviderEndpoint]
    ) async throws -> KnownMetadata {
        let key = DocumentKey(.discovery, issuer)
        // A cache that cannot be read or written is none: whatever else is wrong with the store is said where it matters.
        let stored = try? await documents().document(key, now: now()).flatMap(KnownMetadata.init)
        let start = known[issuer] ?? stored.flatMap { now() < $0.freshUntil ? $0 : nil }
        if let start, start.covers(endpoints) { return start }
        do {
            let fetched = try await fetch.metadata(
                of: issuer, for: connection, needing: endpoints, beginningWith: start)
            if fetched.isStorable {
                let end = fetched.freshUntil.addingTimeInterval(KnownMetadata.keptStale)
                try? await documents().save(fetched.stored, as: key, expiresAt: end)
            }
            return fetched
        } catch let error as OAuthError where error.isTransient {
            guard let stored, stored.covers(endpoints) else { throw error }
            return stored
        }
    }
}

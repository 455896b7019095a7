import HTTPTypes
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Asks an issuer for its metadata, at every address where it may be.
struct MetadataFetch: Sendable {
    let transport: any HTTPTransport
    let now: @Sendable () -> Date

    /// The OpenID Connect document first; RFC 8414's where there is none, or where it lacks what is needed.
    /// - Parameter known: what is known already: then only RFC 8414's is missing.
    func metadata(
        of issuer: String, for connection: Connection, needing endpoints: [ProviderEndpoint],
        beginningWith known: KnownMetadata?
    ) async throws -> KnownMetadata {
        guard let urls = WellKnownURLs(issuer: issuer) else {
            throw OAuthError.notAnIssuer(issuer, connection: connection.name)
        }
        var search = Search(issuer: issuer, connection: connection.name)
        if let known {
            let left = CacheLifetime.seconds(Int(known.freshUntil.timeIntervalSince(now())))
            search.found(known.document, lifetime: known.isStorable ? left : .unstored)
        } else {
            try await look(at: urls.openID, in: &search)
        }
        var isComplete = false
        if search.document.isEmpty || endpoints.contains(where: { search.document[$0.rawValue] == nil }) {
            try await look(at: urls.oauth, in: &search)
            isComplete = true
        }
        if search.document.isEmpty {
            throw search.failure ?? .noMetadata(issuer: issuer, tried: search.tried, connection: connection.name)
        }
        if let failure = search.failure, endpoints.contains(where: { search.document[$0.rawValue] == nil }) {
            throw failure
        }
        // What was only half answered is asked for again by the next run.
        if search.failure != nil { search.found([:], lifetime: .seconds(0)) }
        var seconds = 0
        if case .seconds(let allowed) = search.lifetime { seconds = allowed }
        return KnownMetadata(
            document: search.document, isComplete: isComplete,
            freshUntil: now().addingTimeInterval(TimeInterval(seconds)), isStorable: search.lifetime != .unstored)
    }

    /// What has been found on the way.
    private struct Search {
        let issuer: String
        let connection: String
        var document: [String: JSONValue] = [:]
        var lifetime = CacheLifetime.seconds(CacheLifetime.longest)
        var tried: [String] = []
        /// A server that could not answer; it matters only where nobody else can.
        var failure: OAuthError?

        /// What came first counts.
        mutating func found(_ more: [String: JSONValue], lifetime: CacheLifetime) {
            document.merge(more) { first, _ in first }
            switch (self.lifetime, lifetime) {
            case (.seconds(let a), .seconds(let b)): self.lifetime = .seconds(min(a, b))
            default: self.lifetime = .unstored
            }
        }
    }

    /// Takes the first of these documents that there is.
    private func look(at urls: [URL], in search: inout Search) async throws {
        for url in urls {
            search.tried.append(url.absoluteString)
            do {
                let answer = try await get(url, connection: search.connection)
                if let failure = Self.failure(answer.status, url, search) { search.failure = search.failure ?? failure }
                guard answer.status == 200, case .object(let document)? = JSONValue(answer.body),
                    try ProviderMetadata.isAbout(search.issuer, document, connection: search.connection)
                else { continue }
                return search.found(document, lifetime: CacheLifetime(answer.headers))
            } catch let error as OAuthError {
                var error = error
                error.connection = search.connection
                throw error
            }
        }
    }

    /// A status that says nothing about whether there is a document.
    private static func failure(_ status: Int, _ url: URL, _ search: Search) -> OAuthError? {
        guard status >= 500 || status == 408 || status == 429 else { return nil }
        return OAuthError(
            .http, "the metadata of '\(search.issuer)' could not be read: the provider answered \(status)",
            advice: "Try again later", status: status, connection: search.connection, url: url.withoutSecrets)
    }

    /// Follows redirects on the same host only: nobody else is asked who the provider is.
    private func get(_ url: URL, connection: String) async throws -> (status: Int, headers: HTTPFields, body: [UInt8]) {
        var url = url
        for _ in 0..<4 {
            let response = try await transport.send(
                TransportRequest(
                    url: url, headers: [.accept: "application/json"], timeouts: Timeouts(total: .seconds(30))))
            guard (300..<400).contains(response.status), let location = response.headers[.location] else {
                let body = try await response.body.collect(limit: ProviderMetadata.sizeLimit)
                return (response.status, response.headers, body)
            }
            await response.body.drain()
            guard let next = URL(string: location, relativeTo: url)?.absoluteURL, Origin(next) == Origin(url) else {
                return (404, [:], [])
            }
            url = next
        }
        return (404, [:], [])
    }
}

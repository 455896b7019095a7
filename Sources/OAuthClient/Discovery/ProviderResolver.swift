import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The resolver of the real program. Making one opens nothing and asks nobody.
public struct ProviderResolver: ConnectionResolving {
    private let metadata: MetadataSource
    private let registrar: Registrar

    /// - Parameters:
    ///   - documents: where metadata and registrations are kept between runs; opened when first needed.
    ///   - now: the wall clock.
    public init(
        transport: any HTTPTransport, documents: @escaping @Sendable () throws -> any DocumentStore,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        metadata = MetadataSource(transport: transport, documents: documents, now: now)
        registrar = Registrar(transport: transport, documents: documents, now: now)
    }

    public func resolved(_ connection: Connection) async throws -> Connection {
        let needed = connection.endpointsOfItsGrant
        let resolved = try await resolved(connection, needing: needed + connection.usefulEndpoints, optional: true)
        try resolved.check(needed)
        return resolved
    }

    public func resolved(
        _ connection: Connection, needing endpoints: [ProviderEndpoint], optional: Bool
    ) async throws -> Connection {
        var connection = try await completed(connection, needing: endpoints, optional: optional)
        guard connection.client.isRegisteredDynamically else { return connection }
        if let known = try await registrar.known(connection) { return connection.registered(known) }
        connection = try await completed(connection, needing: [.registration], optional: false)
        return connection.registered(try await registrar.registration(of: connection))
    }

    private func completed(
        _ connection: Connection, needing endpoints: [ProviderEndpoint], optional: Bool
    ) async throws -> Connection {
        var connection = connection
        if connection.needsMetadata(for: endpoints) {
            connection = connection.filled(from: try await metadata.metadata(for: connection, needing: endpoints))
        }
        if !optional { try connection.check(endpoints) }
        return connection
    }

    public func clientWasRefused(_ connection: Connection) async {
        guard connection.client.isRegisteredDynamically else { return }
        await registrar.discard(connection)
    }

    public func forgetClient(_ connection: Connection) async throws -> OAuthError? {
        guard connection.client.isRegisteredDynamically else { return nil }
        return try await registrar.forget(connection)
    }
}

import OAuthCore

/// Fills in what a definition leaves to the provider: endpoints by discovery, the client by registration.
public protocol ConnectionResolving: Sendable {
    /// The connection as its grant needs it. Asks the provider at most once in a run, and not at all where the definition
    /// says everything.
    /// - Throws: ``OAuthError``, of kind `config` where something is missing that the provider does not say either.
    func resolved(_ connection: Connection) async throws -> Connection

    /// The same for an operation that needs only these endpoints. Those that nobody names stay nil where `optional`.
    func resolved(
        _ connection: Connection, needing endpoints: [ProviderEndpoint], optional: Bool
    ) async throws -> Connection

    /// The provider does not know the client any more (`invalid_client`): one that registered itself does so anew when
    /// it is next resolved.
    func clientWasRefused(_ connection: Connection) async

    /// Ends the registration of a client that registered itself (RFC 7592 §2.3), here and at the provider.
    /// - Returns: why the provider could not be told; nil where it was, or where there was nothing to tell.
    /// - Throws: ``OAuthError`` of kind `store`.
    func forgetClient(_ connection: Connection) async throws -> OAuthError?
}

extension ConnectionResolving {
    public func resolved(
        _ connection: Connection, needing endpoints: [ProviderEndpoint], optional: Bool
    ) async throws -> Connection { try await resolved(connection) }

    public func clientWasRefused(_ connection: Connection) async {}

    public func forgetClient(_ connection: Connection) async throws -> OAuthError? { nil }
}

/// Leaves connections as they are: for definitions that say everything.
public struct CompleteDefinitions: ConnectionResolving {
    public init() {}

    public func resolved(_ connection: Connection) async throws -> Connection { connection }
}

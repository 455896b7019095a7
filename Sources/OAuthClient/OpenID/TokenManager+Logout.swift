import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension TokenManager {
    /// The address at which the browser ends the session at the provider: ``Connection/logoutURL(_:)``.
    /// - Throws: ``OAuthError`` of kind `config` where neither the definition nor the issuer's metadata names one.
    public nonisolated func logoutURL(for connection: Connection, _ parameters: [Parameter] = []) async throws -> URL {
        let connection = try await endpoint.resolved(connection, needing: [.endSession])
        try connection.check([.endSession])
        guard let url = connection.logoutURL(parameters) else {
            throw OAuthError(
                .config, "the end_session_url of connection '\(connection.name)' cannot take parameters",
                connection: connection.name)
        }
        return url
    }
}

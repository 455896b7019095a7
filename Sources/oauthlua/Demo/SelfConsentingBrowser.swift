import OAuthClient
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Goes where a browser would go, for a provider that consents by itself: to the login page, and back to the listener.
struct SelfConsentingBrowser: BrowserOpening {
    func open(_ url: URL) async throws {
        let client = APIClient(
            transport: AsyncHTTPTransport(TransportConfiguration(environment: [:])), tokens: NoTokens())
        Task { try await client.send(APIRequest(method: "GET", url: url.absoluteString), as: nil) }
    }
}

/// For requests without a connection.
private struct NoTokens: TokenSource {
    func token(for connection: Connection, rejecting: Redacted<String>?) async throws -> Token {
        throw OAuthError(.authorizationRequired, "'\(connection.name)' has no token")
    }
}

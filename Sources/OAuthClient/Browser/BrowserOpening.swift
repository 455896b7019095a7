#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Shows a URL to the person.
public protocol BrowserOpening: Sendable {
    /// Starts the browser and returns; never waits for it to end, never passes the URL through a shell.
    /// - Throws: ``OAuthError`` of kind `config` where there is no browser to start: then the URL is to be printed.
    func open(_ url: URL) async throws
}

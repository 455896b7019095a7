import OAuthCore

/// Where one script keeps its state between its runs.
public protocol StateStore: Sendable {
    /// What the last run left, nil for none. From then on no other run of the same script can load it until this one ends.
    /// - Throws: ``OAuthError``: `timeout` where another run keeps it for too long, `store`.
    func load() async throws -> Redacted<[UInt8]>?

    /// What the last run left, for a look at it: keeps no other run waiting.
    func peek() async throws -> Redacted<[UInt8]>?

    /// Durable when it returns, all of it or nothing.
    func save(_ document: Redacted<[UInt8]>) async throws
}

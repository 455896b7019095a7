#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Where documents that several runs share are kept, sealed: discovery documents, signing keys, registrations of
/// clients, the certificate of the loopback listener, the state of scripts.
public protocol DocumentStore: Sendable {
    /// nil for none, or one that has ended by `now`.
    func document(_ key: DocumentKey, now: Date) async throws -> Redacted<[UInt8]>?

    /// Durable when it returns. `expiresAt` nil: until it is removed.
    func save(_ document: Redacted<[UInt8]>, as key: DocumentKey, expiresAt: Date?) async throws

    func removeDocument(_ key: DocumentKey) async throws

    /// Runs `body` while no other task or process holds the lock of the same key. Ends with the process that holds it.
    func withLock<Result: Sendable>(
        on key: DocumentKey, _ body: @Sendable () async throws -> Result
    ) async throws -> Result
}

public struct DocumentKey: Sendable, Hashable {
    public enum Kind: String, Sendable {
        case discovery, jwks, registration, certificate, state
    }

    public var kind: Kind
    /// The issuer, the URL or whatever tells one document of its kind from the others.
    public var name: String

    public init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = name
    }
}

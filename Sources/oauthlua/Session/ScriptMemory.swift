import OAuthCore
import OAuthLua
import TokenVault

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What one script keeps between its runs, in the store: a document of its absolute path and the profile.
///
/// Its lock is held from when it is loaded until the process ends, so that a run that goes on from a cursor goes on from the
/// last one there is.
actor ScriptMemory: StateStore {
    private let vault: Vault
    /// As the person wrote it.
    private let script: String
    private let key: DocumentKey
    /// How long a run waits for another.
    private let patience: Duration
    private var lock: HeldLock?

    init(vault: Vault, script: String, profile: String, patience: Duration = .seconds(120)) {
        self.vault = vault
        self.script = script
        self.patience = patience
        key = DocumentKey(.state, "\(AbsolutePath.of(script)) (profile \(profile))")
    }

    /// Makes this the only run, for `--single`.
    /// - Throws: ``OAuthError`` of kind `timeout` where it is not.
    func claim() async throws { try await acquire(waiting: .zero) }

    func load() async throws -> Redacted<[UInt8]>? {
        try await acquire(waiting: patience)
        return try await peek()
    }

    func save(_ document: Redacted<[UInt8]>) async throws {
        try await vault.save(document, as: key, expiresAt: nil)
    }

    /// What is kept, for people to look at, whoever uses it.
    func peek() async throws -> Redacted<[UInt8]>? { try await vault.document(key, now: Date()) }

    /// Whether there was something to remove.
    func clear() async throws -> Bool {
        try await acquire(waiting: .seconds(5))
        // A document that cannot be read is there as well.
        let isThere = (try? await peek() != nil) ?? true
        if isThere { try await vault.removeDocument(key) }
        return isThere
    }

    private func acquire(waiting limit: Duration) async throws {
        guard lock == nil else { return }
        switch try await vault.hold(key, waiting: limit) {
        case .held(let lock): self.lock = lock
        case .busy(let holder):
            let process = holder.map { " (process \($0))" } ?? ""
            let seconds = limit.components.seconds
            throw OAuthError(
                .timeout,
                "another run of \(script)\(process) goes on"
                    + (seconds > 0 ? ", and has kept its state for more than \(seconds) seconds" : ""),
                advice: "Try again when it has ended")
        }
    }
}

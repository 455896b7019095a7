import Dispatch
import OAuthCore
import SQLiteDatabase
import Synchronization

/// The encrypted store of tokens, secrets and documents: one SQLite file, every value sealed with AES-256-GCM.
///
/// Making a vault opens nothing. Reading where nothing was stored makes neither file nor key; the first save makes
/// both, for their owner alone. Every failure is an ``OAuthError`` of kind `store` and leaves what was stored as it
/// was. Any number of tasks, vaults and processes may use one file at a time.
public final class Vault: TokenStore {
    /// The path of the file.
    public let location: String

    private let file: Mutex<VaultFile>
    let locks: StoreLocks
    /// Waiting for another process or a key command must not hold up one of the few threads that run tasks.
    private let queue = DispatchQueue(label: "oauthlua.vault")

    /// `busyTimeout` is how long a statement waits for other users of the file, `lockTimeout` how long
    /// ``withLock(on:_:)`` waits for another process.
    public convenience init(
        path: String, key: KeySource, busyTimeout: Duration = .seconds(10), lockTimeout: Duration = .seconds(120)
    ) {
        self.init(path: path, key: key, schema: .current, busyTimeout: busyTimeout, lockTimeout: lockTimeout)
    }

    /// The vault at a location, with the key that the environment names.
    public convenience init(at location: StoreLocation, environment: [String: String]) {
        let key = KeySource.resolve(environment: environment, configFolder: location.configFolder)
        self.init(path: location.storePath, key: key)
    }

    init(path: String, key: KeySource, schema: Schema, busyTimeout: Duration, lockTimeout: Duration) {
        location = path
        file = Mutex(VaultFile(path: path, key: key, schema: schema, busyTimeout: busyTimeout))
        locks = StoreLocks(store: path, timeout: lockTimeout)
    }

    /// Makes sure that a save would work, by making what it needs and taking the write lock for a moment: worth calling
    /// before a person is sent to a browser.
    public func prepare() async throws {
        try await perform { try $0.writing().database.transaction {} }
    }

    /// Closes the file; the next use opens it again.
    public func close() async throws {
        try await perform { $0.close() }
    }

    func perform<Result: Sendable>(_ body: @escaping @Sendable (VaultFile) throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Swift.Result { try self.performNow(body) }) }
        }
    }

    /// As `perform`, on the calling thread.
    func performNow<Result: Sendable>(_ body: @Sendable (VaultFile) throws -> Result) throws -> Result {
        try file.withLock { file in
            do {
                return try body(file)
            } catch let error as DatabaseError {
                throw StoreFailure.database(error, location)
            }
        }
    }
}

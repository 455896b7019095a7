import Crypto
import OAuthCore
import SQLiteDatabase

/// The lock of each token and document, between the tasks of this process and between processes: a file each in a folder
/// beside the store.
struct StoreLocks: Sendable {
    private let store: String
    private let timeout: Duration
    private let tasks = KeyedMutex<LockSubject>()

    init(store: String, timeout: Duration) {
        self.store = store
        self.timeout = timeout
    }

    func withLock<Result: Sendable>(
        on subject: LockSubject, _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        try await tasks.withLock(on: subject) {
            guard let lock = try await acquire(subject, within: timeout) else {
                let path = path(for: subject)
                throw StoreFailure.locked(subject, lock: path, holder: FileLock.holder(path), limit: timeout)
            }
            defer { lock.release() }
            return try await body()
        }
    }

    /// The lock for as long as the result lives.
    /// - Parameter limit: how long to wait for others; zero asks once.
    func hold(_ subject: LockSubject, waiting limit: Duration) async throws -> LockAttempt {
        guard let lock = try await acquire(subject, within: limit) else {
            return .busy(holder: FileLock.holder(path(for: subject)))
        }
        return .held(HeldLock(lock))
    }

    /// The lock's file. Its name tells nothing of the account; a store reached through a link has the same locks.
    func path(for subject: LockSubject) -> String {
        let fields = LengthPrefixed.encode(subject.fields)
        let digits = Array("0123456789abcdef")
        let name = SHA256.hash(data: fields).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return Files.resolved(store) + ".locks/" + String(name)
    }

    /// Asks again and again instead of blocking in the kernel, so that a waiting task can be cancelled. nil after the limit.
    private func acquire(_ subject: LockSubject, within limit: Duration) async throws -> FileLock? {
        let path = path(for: subject)
        let deadline = ContinuousClock.now + limit
        var pause = Duration.milliseconds(5)
        while true {
            if let lock = try attempt(path) { return lock }
            guard ContinuousClock.now < deadline else { return nil }
            // Jitter, so that processes started together do not ask together.
            try await Task.sleep(for: pause * Double.random(in: 0.5...1))
            pause = min(pause * 2, .milliseconds(50))
        }
    }

    private func attempt(_ path: String) throws -> FileLock? {
        do throws(SystemError) {
            do throws(SystemError) {
                return try FileLock.attempt(path)
            } catch  where error.isMissing {
                try Files.createFolder(Files.parent(of: path))
                return try FileLock.attempt(path)
            }
        } catch {
            throw StoreFailure.file(path, "lock", error)
        }
    }
}

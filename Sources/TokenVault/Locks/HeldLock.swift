/// A lock that is held until it is let go of, or the process ends.
public final class HeldLock: Sendable {
    private let lock: FileLock

    init(_ lock: FileLock) { self.lock = lock }

    deinit { lock.release() }
}

/// What came of asking for a lock.
public enum LockAttempt: Sendable {
    case held(HeldLock)
    /// Another process has it; its id, where that is known.
    case busy(holder: String?)
}

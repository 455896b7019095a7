#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A thread of its own for Lua, as the executor of one actor.
///
/// A script may block it (`io.read`), compute for minutes, or never return from a C function; none of that may take a
/// thread of Swift's shared pool. It is the thread that an interrupt signals.
final class LuaThread: SerialExecutor, @unchecked Sendable {  // `jobs` and `isStopped` are guarded by `lock`
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let wakeUp = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var jobs: [UnownedJob] = []
    private var isStopped = false

    init() {
        pthread_mutex_init(lock, nil)
        pthread_cond_init(wakeUp, nil)
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, 8 << 20)  // deep tables are encoded recursively
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t(bitPattern: 0)
        let status = pthread_create(
            &thread, &attributes,
            { context in
                #if canImport(Darwin)
                    Unmanaged<LuaThread>.fromOpaque(context).takeRetainedValue().runJobs()
                #else
                    Unmanaged<LuaThread>.fromOpaque(context!).takeRetainedValue().runJobs()
                #endif
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        pthread_attr_destroy(&attributes)
        precondition(status == 0, "the system refuses a thread for Lua")
    }

    deinit {
        pthread_mutex_destroy(lock)
        pthread_cond_destroy(wakeUp)
        lock.deallocate()
        wakeUp.deallocate()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        pthread_mutex_lock(lock)
        jobs.append(job)
        pthread_cond_signal(wakeUp)
        pthread_mutex_unlock(lock)
    }

    /// Lets the thread end after what is queued.
    func stop() {
        pthread_mutex_lock(lock)
        isStopped = true
        pthread_cond_signal(wakeUp)
        pthread_mutex_unlock(lock)
    }

    private func runJobs() {
        while let batch = nextBatch() {
            for job in batch { job.runSynchronously(on: asUnownedSerialExecutor()) }
        }
    }

    private func nextBatch() -> [UnownedJob]? {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        while jobs.isEmpty {
            if isStopped { return nil }
            pthread_cond_wait(wakeUp, lock)
        }
        defer { jobs.removeAll(keepingCapacity: true) }
        return jobs
    }
}

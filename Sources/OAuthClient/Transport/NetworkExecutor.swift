import NIOCore

/// Runs tasks on the thread that the network traffic runs on.
///
/// A request that is prepared, sent and received there changes threads only twice: when it comes, and when its answer is
/// taken away. Nothing may be done there that blocks or takes long, since every other exchange waits for it.
public final class NetworkExecutor: TaskExecutor {
    public static let shared = NetworkExecutor()

    private let loop: any EventLoop

    private init() { loop = EventLoops.shared.next() }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

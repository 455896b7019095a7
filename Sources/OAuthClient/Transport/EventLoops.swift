import NIOPosix

/// The one thread that all of this program's network traffic runs on.
///
/// NIO's own singleton has a thread for each core, which a program that mostly waits would only pay for at start.
/// Never shut down: it ends with the process.
enum EventLoops {
    static let shared = MultiThreadedEventLoopGroup(numberOfThreads: 1)
}

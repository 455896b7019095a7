public import HummingbirdCore
public import NIOCore
import Synchronization

/// A connection between its being accepted and its being served.
///
/// NIO ends the program when an open `NIOAsyncChannel` is let go. A server that stops lets go of those that it has
/// accepted and not begun to serve; here they are closed instead.
public final class AcceptedConnection: ServerChildChannelValue {
    public let channel: any Channel
    private let waiting: Mutex<HTTP1Channel.Value?>

    init(_ connection: HTTP1Channel.Value) {
        channel = connection.channel
        waiting = Mutex(connection)
    }

    deinit {
        guard let connection = take() else { return }
        Task { try? await connection.executeThenClose { _, _ in } }
    }

    /// For whoever serves it, and then closes it; nil the second time.
    func take() -> HTTP1Channel.Value? {
        waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
    }
}

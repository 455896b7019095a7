import LuaHost
import OAuthClient
import OAuthCore
import Synchronization

/// A request as a script asked for it, before a token is in it.
public struct SentRequest: Sendable {
    public var request: APIRequest
    /// nil for a request of `http`.
    public var connection: ConnectionTable.Entry?

    public init(_ request: APIRequest, connection: ConnectionTable.Entry?) {
        self.request = request
        self.connection = connection
    }
}

/// Remembers the last one.
final class RequestMemory: Sendable {
    private let last = Mutex<SentRequest?>(nil)

    var value: SentRequest? { last.withLock(\.self) }

    func note(_ operation: Operation, connections: ConnectionTable) {
        guard operation.name == "request", let spec = try? RequestSpec(operation[1].table ?? [:]) else { return }
        let entries = connections.entries
        let handle = operation[0].integer.map(Int.init)
        last.withLock {
            $0 = SentRequest(
                spec.request, connection: handle.flatMap { entries.indices.contains($0) ? entries[$0] : nil })
        }
    }
}

import OAuthClient
import Synchronization

/// The responses whose bodies scripts may still ask for. Bytes stay here until a script wants them in Lua.
final class BodyTable: Sendable {
    private struct State {
        var responses: [Int64: APIResponse] = [:]
        var last: Int64 = 0
    }

    private let state = Mutex(State())

    func add(_ response: APIResponse) -> Int64 {
        state.withLock { state in
            state.last += 1
            state.responses[state.last] = response
            return state.last
        }
    }

    func response(_ handle: Int64) -> APIResponse? { state.withLock { $0.responses[handle] } }

    func remove(_ handles: some Sequence<Int64>) {
        state.withLock { state in for handle in handles { state.responses[handle] = nil } }
    }
}

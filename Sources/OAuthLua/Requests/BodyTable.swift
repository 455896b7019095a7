import OAuthClient
import OAuthCore
import Synchronization

/// The responses whose bodies scripts may still ask for. Bytes stay here until a script wants them in Lua.
final class BodyTable: Sendable {
    private struct State {
        var responses: [Int64: APIResponse] = [:]
        /// What was made UTF-8, and of which charset a script said it is.
        var texts: [Int64: (charset: String?, text: ResponseText)] = [:]
        /// The piece of a streamed response that is there now, by the response's own handle.
        var chunks: [Int64: Int64] = [:]
        var last: Int64 = 0

        mutating func add(_ response: APIResponse) -> Int64 {
            last += 1
            responses[last] = response
            return last
        }

        mutating func remove(_ handle: Int64) {
            responses[handle] = nil
            texts[handle] = nil
            if let chunk = chunks.removeValue(forKey: handle) { remove(chunk) }
        }
    }

    private let state = Mutex(State())

    func add(_ response: APIResponse) -> Int64 { state.withLock { $0.add(response) } }

    /// nil where the response was closed meanwhile.
    func addChunk(_ chunk: APIResponse, of handle: Int64) -> Int64? {
        state.withLock { state in
            guard state.responses[handle] != nil else { return nil }
            let number = state.add(chunk)
            state.chunks[handle] = number
            return number
        }
    }

    func dropChunk(of handle: Int64) {
        state.withLock { state in
            if let chunk = state.chunks.removeValue(forKey: handle) { state.remove(chunk) }
        }
    }

    func response(_ handle: Int64) -> APIResponse? { state.withLock { $0.responses[handle] } }

    /// The body for a decoder, made UTF-8 once. nil: there is no such body.
    /// - Parameter charset: what the script says it is in.
    func text(_ handle: Int64, charset: String?) throws(OAuthError) -> ResponseText? {
        let (response, known) = state.withLock { ($0.responses[handle], $0.texts[handle]) }
        if let known, known.charset == charset { return known.text }
        guard let response else { return nil }
        let text = try ResponseText(response, charset: charset)
        state.withLock { $0.texts[handle] = (charset, text) }
        return text
    }

    func remove(_ handles: some Sequence<Int64>) {
        state.withLock { state in for handle in handles { state.remove(handle) } }
    }
}

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
        /// What pieces are in, by their own handles, where the whole text says it.
        var charsets: [Int64: Charset] = [:]
        var last: Int64 = 0
        /// Of all bodies, and of what was made of them.
        var bytes = 0

        mutating func add(_ response: APIResponse) -> Int64 {
            last += 1
            responses[last] = response
            bytes += response.body.capacity
            return last
        }

        mutating func remove(_ handle: Int64) {
            bytes -= responses.removeValue(forKey: handle)?.body.capacity ?? 0
            bytes -= texts.removeValue(forKey: handle)?.text.ownBytes ?? 0
            charsets[handle] = nil
            if let chunk = chunks.removeValue(forKey: handle) { remove(chunk) }
        }
    }

    private let state = Mutex(State())

    func add(_ response: APIResponse) -> Int64 { state.withLock { $0.add(response) } }

    /// nil where the response was closed meanwhile.
    /// - Parameter charset: what the whole text says that it is in.
    func addChunk(_ chunk: APIResponse, in charset: Charset?, of handle: Int64) -> Int64? {
        state.withLock { state in
            guard state.responses[handle] != nil else { return nil }
            let number = state.add(chunk)
            state.chunks[handle] = number
            state.charsets[number] = charset
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
        let (response, known, own) = state.withLock {
            ($0.responses[handle], $0.texts[handle], $0.charsets[handle])
        }
        if let known, known.charset == charset { return known.text }
        guard let response else { return nil }
        let text = try ResponseText(response, charset: charset, of: own)
        state.withLock { state in
            // It may have been closed meanwhile.
            guard state.responses[handle] != nil else { return }
            state.bytes += text.ownBytes - (state.texts[handle]?.text.ownBytes ?? 0)
            state.texts[handle] = (charset, text)
        }
        return text
    }

    /// Bytes of all bodies that are here.
    var bytes: Int { state.withLock { $0.bytes } }

    func remove(_ handles: some Sequence<Int64>) {
        state.withLock { state in for handle in handles { state.remove(handle) } }
    }
}

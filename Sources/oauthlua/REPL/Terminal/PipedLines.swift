@preconcurrency import Dispatch

#if canImport(Glibc)
    import Glibc
#endif

/// Lines of a standard input that is no terminal, each as soon as it is there.
actor PipedLines {
    private let queue = DispatchQueue(label: "oauthlua.stdin")
    private var buffer: [UInt8] = []
    private var hasEnded = false

    /// nil at the end.
    func next() async -> String? {
        var searched = 0
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { buffer.removeSubrange(...end) }
                return text(buffer[..<end])
            }
            if hasEnded {
                defer { buffer = [] }
                return buffer.isEmpty ? nil : text(buffer[...])
            }
            searched = buffer.count
            let bytes = await read()
            if bytes.isEmpty { hasEnded = true }
            buffer += bytes
        }
    }

    private func text(_ line: ArraySlice<UInt8>) -> String {
        String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
    }

    private func read() async -> [UInt8] {
        await withCheckedContinuation { continuation in
            queue.async {
                var chunk = [UInt8](repeating: 0, count: 65_536)
                var count = Glibc.read(STDIN_FILENO, &chunk, chunk.count)
                while count < 0, errno == EINTR { count = Glibc.read(STDIN_FILENO, &chunk, chunk.count) }
                continuation.resume(returning: Array(chunk.prefix(max(count, 0))))
            }
        }
    }
}

import OAuthClient
import OAuthCore

#if canImport(Glibc)
    import Glibc
#endif

/// How the Authorizer talks to the person.
struct TerminalConsole: AuthorizationConsole {
    private let console: Console

    init(_ console: Console) { self.console = console }

    func note(_ text: String) { console.instruct(text) }

    func readLine() async -> String? { await StandardInput.line() }
}

extension Console {
    /// A yes-or-no question; Return means yes, the end of input no.
    func confirm(_ question: String) async throws -> Bool {
        writeError("\(question) [Y/n] ")
        guard let answer = await StandardInput.line() else { return false }
        return answer.isEmpty || answer.lowercased().hasPrefix("y")
    }
}

/// Lines of stdin, read so that waiting for a person holds up nobody and ends when the task is cancelled.
enum StandardInput {
    /// nil at the end of input or when cancelled. At most 64 KiB.
    static func line() async -> String? {
        var bytes: [UInt8] = []
        while bytes.count < 65_536, !Task.isCancelled {
            var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            guard poll(&request, 1, 0) != 0 else {
                do { try await Task.sleep(for: .milliseconds(30)) } catch { return nil }
                continue
            }
            var byte: UInt8 = 0
            let count = read(STDIN_FILENO, &byte, 1)
            if count <= 0 { return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self) }
            if byte == UInt8(ascii: "\n") { break }
            if byte != UInt8(ascii: "\r") { bytes.append(byte) }
        }
        return Task.isCancelled ? nil : String(decoding: bytes, as: UTF8.self)
    }
}

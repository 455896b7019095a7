import OAuthClient
import OAuthCore
import Output

#if canImport(Glibc)
    import Glibc
#endif

/// How the Authorizer talks to the person.
struct TerminalConsole: AuthorizationConsole {
    private let console: Console

    init(_ console: Console) { self.console = console }

    func note(_ text: String) { console.instruct(text) }

    func readLine() async -> String? {
        defer { console.progress?.lineEnded() }
        return await StandardInput.line()
    }

    func readSecret(_ prompt: String) async throws -> Redacted<String>? { try await console.readSecret(prompt) }

    func showCode(_ address: String) async {
        guard let width = console.width, console.showsSymbols, let code = QRCode(address) else { return }
        let drawing = SquareDrawing(code.modules, isStyled: console.isStyled)
        if drawing.width <= width { console.writeError(drawing.text + "\n") }
    }
}

extension Console {
    /// A yes-or-no question; Return means yes, the end of input no.
    func confirm(_ question: String) async throws -> Bool {
        writeError("\(question) [Y/n] ")
        defer { progress?.lineEnded() }
        guard let answer = await StandardInput.line() else { return false }
        return answer.isEmpty || answer.lowercased().hasPrefix("y")
    }
}

/// Lines of stdin, read so that waiting for a person holds up nobody and ends when the task is cancelled.
enum StandardInput {
    /// The longest line, in bytes.
    static let limit = 65_536

    /// nil at the end of input or when cancelled. What is behind ``limit`` is another line.
    static func line() async -> String? {
        var bytes: [UInt8] = []
        while bytes.count < limit, await hasInput() {
            var byte: UInt8 = 0
            let count = read(STDIN_FILENO, &byte, 1)
            if count <= 0 { return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self) }
            if byte == UInt8(ascii: "\n") { break }
            if byte != UInt8(ascii: "\r") { bytes.append(byte) }
        }
        return Task.isCancelled ? nil : String(decoding: bytes, as: UTF8.self)
    }
}

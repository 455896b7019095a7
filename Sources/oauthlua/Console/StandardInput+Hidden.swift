import OAuthCore
import Output

#if canImport(Glibc)
    import Glibc
#endif

extension StandardInput {
    /// A line from the terminal, without showing what is typed; nil at the end of input or when cancelled. What is behind
    /// ``limit`` is left out.
    ///
    /// Every key is read by itself, also Ctrl-C: the terminal shows what is typed again before the program ends.
    /// - Parameter prompt: called once nothing is shown any more.
    static func hiddenLine(prompt: () -> Void) async -> Redacted<String>? {
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { return nil }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        prompt()
        var isInterrupted = false
        let line = await keys(&isInterrupted)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
        try? DescriptorSink(STDERR_FILENO).write(Array("\n".utf8))
        if isInterrupted { await interrupt() }
        return line
    }

    /// What the terminal would have done for Ctrl-C. Sent to the process: threads that run tasks take no signals. Either
    /// it ends now, or the task is cancelled.
    private static func interrupt() async {
        kill(getpid(), SIGINT)
        try? await Task.sleep(for: .seconds(1))
    }

    private static func keys(_ isInterrupted: inout Bool) async -> Redacted<String>? {
        var line = HiddenLine()
        while await hasInput() {
            var byte: UInt8 = 0
            guard read(STDIN_FILENO, &byte, 1) == 1 else { return nil }
            switch line.take(byte) {
            case .more: continue
            case .done: return line.text
            case .end: return nil
            case .interrupt:
                isInterrupted = true
                return nil
            }
        }
        return nil
    }

    /// Whether there is something to read, once there is; false when cancelled.
    static func hasInput() async -> Bool {
        while !Task.isCancelled {
            var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            if poll(&request, 1, 0) != 0 { return true }
            do { try await Task.sleep(for: .milliseconds(30)) } catch { return false }
        }
        return false
    }
}

/// A line as keys make it, where the terminal does not edit it.
private struct HiddenLine {
    enum Effect { case more, done, end, interrupt }

    private var bytes: [UInt8] = []

    var text: Redacted<String> { Redacted(String(decoding: bytes, as: UTF8.self)) }

    mutating func take(_ byte: UInt8) -> Effect {
        switch byte {
        case 0x0A, 0x0D: return .done
        case 0x03: return .interrupt  // Ctrl-C
        case 0x04 where bytes.isEmpty: return .end  // Ctrl-D
        case 0x15: bytes = []  // Ctrl-U
        case 0x08, 0x7F:
            // A character beyond ASCII is several bytes: its continuations go with it.
            while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
        case 0x00..<0x20: break
        default: if bytes.count < StandardInput.limit { bytes.append(byte) }
        }
        return .more
    }
}

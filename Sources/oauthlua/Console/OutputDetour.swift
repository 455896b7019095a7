import Synchronization

/// While a line is edited at a prompt, only its editor writes to the terminal: what others would write goes there.
final class OutputDetour: Sendable {
    private let editor = Mutex<LineEditor?>(nil)

    func lead(to editor: LineEditor?) { self.editor.withLock { $0 = editor } }

    /// - Returns: false where the caller may write.
    func takes(_ bytes: some Sequence<UInt8>, to descriptor: Int32) -> Bool {
        guard let editor = editor.withLock(\.self) else { return false }
        return editor.write(bytes, to: descriptor)
    }
}

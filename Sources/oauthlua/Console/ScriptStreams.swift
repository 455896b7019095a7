import LuaHost
import Output
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Where a script's own `print` and `io.write` go: the process's streams, with a look at what fails, because a script
/// rarely does.
final class ScriptStreams: Sendable {
    private let console: Console
    private let firstError = Atomic<Int32>(0)

    init(_ console: Console) { self.console = console }

    var output: ScriptOutput {
        ScriptOutput(isImmediate: Terminal.isTerminal(STDOUT_FILENO)) { [self] stream, bytes in
            if Terminal.isTerminal(stream.rawValue) { console.progress?.makeRoom(for: bytes.last) }
            do throws(WriteFailure) {
                try DescriptorSink(stream.rawValue).write(Array(bytes))
                return 0
            } catch {
                if stream == .standardOutput {
                    _ = firstError.compareExchange(expected: 0, desired: error.code, ordering: .relaxed)
                }
                return error.code
            }
        }
    }

    /// What kept the script's output from being written, if anything did.
    var failure: WriteFailure? {
        let code = firstError.load(ordering: .relaxed)
        return code == 0 ? nil : WriteFailure(code: code)
    }
}

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
            if console.detour.takes(bytes, to: stream.rawValue) { return 0 }
            do throws(WriteFailure) {
                try write(Array(bytes), to: stream.rawValue)
                return 0
            } catch {
                if stream == .standardOutput {
                    _ = firstError.compareExchange(expected: 0, desired: error.code, ordering: .relaxed)
                }
                return error.code
            }
        }
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32) throws(WriteFailure) {
        let sink = DescriptorSink(descriptor)
        guard let progress = console.progress, Terminal.isTerminal(descriptor) else { return try sink.write(bytes) }
        try progress.giveWay(to: bytes.last) { () throws(WriteFailure) in try sink.write(bytes) }
    }

    /// What kept the script's output from being written, if anything did.
    var failure: WriteFailure? {
        let code = firstError.load(ordering: .relaxed)
        return code == 0 ? nil : WriteFailure(code: code)
    }
}

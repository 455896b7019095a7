#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where `print`, `io.write` and `io.stderr` write.
public struct ScriptOutput: Sendable {
    public enum Stream: Int32, Sendable {
        case standardOutput = 1
        case standardError = 2
    }

    /// Called on Lua's thread, in the order in which the script writes. Returns 0, or an errno that the script sees.
    public let write: @Sendable (Stream, UnsafeRawBufferPointer) -> Int32
    /// Whether each write appears at once, as on a terminal. Else they are collected until the script waits or ends.
    public let isImmediate: Bool

    public init(isImmediate: Bool = false, write: @escaping @Sendable (Stream, UnsafeRawBufferPointer) -> Int32) {
        self.isImmediate = isImmediate
        self.write = write
    }

    /// The process's own standard output and standard error.
    public static var process: ScriptOutput {
        ScriptOutput(isImmediate: isatty(1) == 1) { stream, bytes in writeAll(bytes, to: stream.rawValue) }
    }
}

private func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    var rest = bytes
    while !rest.isEmpty {
        let written = write(descriptor, rest.baseAddress, rest.count)
        if written < 0 && errno != EINTR { return errno }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(max(written, 0)))
    }
    return 0
}

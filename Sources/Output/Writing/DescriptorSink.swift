#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Writes to a file descriptor, all of it or throwing.
public struct DescriptorSink: Sendable {
    public let descriptor: Int32

    public init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// Waits while the other end is not ready, also on a descriptor that another program made non-blocking.
    public func write(_ bytes: [UInt8]) throws(WriteFailure) {
        let code: Int32 = bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: rest))
                if count >= 0 {
                    rest = rest.dropFirst(count)
                    continue
                }
                switch errno {
                case EINTR: continue
                case EAGAIN:
                    var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&wait, 1, -1)
                case let code: return code
                }
            }
            return 0
        }
        if code != 0 { throw WriteFailure(code: code) }
    }
}

/// Output that could not be written: the disk is full, or the reader of a pipe is gone.
public struct WriteFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The `errno`.
    public let code: Int32

    public init(code: Int32) { self.code = code }

    /// The reader has seen enough (`oauthlua run … | head`): not worth a message.
    public var isBrokenPipe: Bool { code == EPIPE }

    public var description: String { "the output cannot be written: \(String(cString: strerror(code)))" }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}

import OAuthCore
import SQLiteDatabase

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Runs `OAUTHLUA_KEY_COMMAND`. It gets no input (a job without a terminal must not hang on a prompt), our environment,
/// and our stderr for its complaints. Blocks; the store calls it on its own thread.
struct KeyCommand {
    private let command: Redacted<String>
    private let limit: Duration

    init(_ command: Redacted<String>, limit: Duration = .seconds(10)) {
        self.command = command
        self.limit = limit
    }

    /// The first line of stdout without its end.
    func firstLine() throws -> [UInt8] {
        let deadline = ContinuousClock.now + limit
        let (process, output) = try start()
        defer { close(output) }
        let printed: [UInt8]
        let status: Int32
        do {
            printed = try collect(output, until: deadline)
            status = try wait(for: process, until: deadline)
        } catch {
            // A group of its own, so that what the shell started ends with it.
            kill(-process, SIGKILL)
            var ignored: Int32 = 0
            _ = Files.retrying { Int(waitpid(process, &ignored, 0)) }
            throw error
        }
        guard status == 0 else { throw StoreFailure.keyCommand(Self.reason(status)) }
        let newline = UInt8(ascii: "\n")
        return Array(printed.prefix { $0 != newline })
    }

    private func start() throws -> (process: pid_t, output: Int32) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw StoreFailure.keyCommand("could not start: \(SystemError().words)") }
        // In two steps, since Glibc's module has no pipe2: a child that another thread starts right here inherits them.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[1]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Signals we ignore or block (SIGPIPE) must not be so in the command.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigaddset(&signals, SIGPIPE)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var arguments: [UnsafeMutablePointer<CChar>?] = [
            strdup("/bin/sh"), strdup("-c"), strdup(command.reveal()), nil,
        ]
        defer { for argument in arguments { free(argument) } }
        var process: pid_t = 0
        let failure = posix_spawn(&process, "/bin/sh", &actions, &attributes, &arguments, environ)
        guard failure == 0 else {
            close(ends[0])
            throw StoreFailure.keyCommand("could not start: \(SystemError(failure).words)")
        }
        return (process, ends[0])
    }

    /// What is printed until the end of the output; more than a key could ever need is dropped.
    private func collect(_ output: Int32, until deadline: ContinuousClock.Instant) throws -> [UInt8] {
        var printed: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: KeyFormat.sizeLimit)
        while true {
            let rest = deadline - .now
            var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            let ready = rest > .zero ? poll(&waiting, 1, Int32(clamping: rest.microseconds / 1000 + 1)) : 0
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { throw StoreFailure.keyCommand("did not finish within \(limit)") }
            let count = Files.retrying { read(output, &buffer, buffer.count) }
            guard count >= 0 else { throw StoreFailure.keyCommand("could not be read: \(SystemError().words)") }
            guard count > 0 else { return printed }
            printed += buffer[..<min(count, KeyFormat.sizeLimit - printed.count)]
        }
    }

    private func wait(for process: pid_t, until deadline: ContinuousClock.Instant) throws -> Int32 {
        var status: Int32 = 0
        while true {
            let ended = Files.retrying { Int(waitpid(process, &status, WNOHANG)) }
            if ended == Int(process) { return status }
            guard ended == 0 else { throw StoreFailure.keyCommand("was lost: \(SystemError().words)") }
            guard ContinuousClock.now < deadline else {
                throw StoreFailure.keyCommand("did not finish within \(limit)")
            }
            Files.pause(.microseconds(200))
        }
    }

    private static func reason(_ status: Int32) -> String {
        let signal = status & 0x7f
        return signal == 0 ? "ended with status \((status >> 8) & 0xff)" : "was ended by signal \(signal)"
    }
}

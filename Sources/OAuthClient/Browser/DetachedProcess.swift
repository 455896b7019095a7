#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A program in a session of its own, without our terminal: Ctrl-C does not reach it, and it goes on when we end.
struct DetachedProcess {
    enum State {
        case running
        case ended(isSuccess: Bool)
    }

    /// `POSIX_SPAWN_SETSID`, which the C libraries' Swift modules leave out.
    #if canImport(Darwin)
        private static let newSession: Int16 = 0x400
    #else
        private static let newSession: Int16 = 0x80
    #endif

    private let id: pid_t

    /// Its input and output are `/dev/null`; our other descriptors are all close-on-exec. nil where it cannot be started.
    static func start(_ program: String, _ arguments: [String], environment: [String: String]) -> DetachedProcess? {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)

        // Signals that we handle or block mean to the browser what they mean by default.
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(
            &attributes, newSession | Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))

        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var id = pid_t()
        guard posix_spawn(&id, program, &actions, &attributes, &words, &variables) == 0 else { return nil }
        return DetachedProcess(id: id)
    }

    /// Where it stands now, without waiting. Not to be asked again once it has ended.
    var state: State {
        var status: Int32 = 0
        switch waitpid(id, &status, WNOHANG) {
        case 0: return .running
        case id: return .ended(isSuccess: status == 0)
        default: return .ended(isSuccess: false)
        }
    }
}

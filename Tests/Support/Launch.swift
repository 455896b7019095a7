import CTestSupport
import Foundation

/// Everything needed to start one process.
struct Launch {
    var executable: String
    var arguments: [String]
    var environment: [String: String]
    var folder: String?
    var terminal: TerminalSize?

    /// The program and its arguments, for messages.
    var text: String { ([executable] + arguments).joined(separator: " ") }

    func start() throws -> test_process {
        let argv = ([executable] + arguments).map { strdup($0) } + [nil]
        let envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        let program = strdup(executable)
        let folder = folder.flatMap { strdup($0) }
        defer { for string in argv + envp + [program, folder] { free(string) } }
        var process = test_process()
        let code = argv.withUnsafeBufferPointer { argv in
            envp.withUnsafeBufferPointer { envp in
                var launch = test_launch(
                    executable: program, arguments: argv.baseAddress, environment: envp.baseAddress, folder: folder,
                    columns: terminal?.columns ?? 0, rows: terminal?.rows ?? 0)
                return test_start(&launch, &process)
            }
        }
        guard code == 0 else {
            throw ProcessFailure(description: "cannot start \(text): \(String(cString: strerror(code)))")
        }
        return process
    }
}

/// Which of a process's streams bytes came from. A terminal has only one.
enum OutputStreamName { case stdout, stderr }

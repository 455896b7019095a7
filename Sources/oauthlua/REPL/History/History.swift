import OAuthClient
import OAuthCore
import Synchronization

/// Decides what of a session is written to its ``HistoryFile``.
final class History: Sendable {
    private let file: HistoryFile
    private let registry: SecretRegistry
    private let console: Console
    private let hasFailed = FirstTime()
    /// What was typed since the last chunk ended.
    private let pending = Mutex<[String]>([])

    init(file: HistoryFile, registry: SecretRegistry, console: Console) {
        self.file = file
        self.registry = registry
        self.console = console
    }

    func typed(_ line: String) {
        pending.withLock { if !line.isEmpty { $0.append(line) } }
    }

    /// What was typed is given up.
    func drop() { pending.withLock { $0 = [] } }

    /// What was typed has run.
    func flush() {
        let lines = pending.withLock { lines in
            defer { lines = [] }
            return lines
        }
        let text = lines.joined(separator: "\n")
        guard !lines.isEmpty, !SecretLiterals.areIn(text), registry.scrub(text) == text else { return }
        do { try file.append(lines) } catch {
            if hasFailed.isNow() { console.warn("the history cannot be written: \(file.path): \(error)") }
        }
    }
}

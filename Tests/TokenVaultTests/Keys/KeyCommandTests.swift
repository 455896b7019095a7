import Foundation
import OAuthCore
import Testing

@testable import TokenVault

@Suite struct KeyCommandTests {
    @Test(arguments: [
        ("echo one; echo two", "one"), ("printf one", "one"), ("cat; echo end", "end"), ("printf 'one\\r\\n'", "one\r"),
        ("head -c 1000000 /dev/zero | tr '\\0' x", String(repeating: "x", count: KeyFormat.sizeLimit)), ("true", ""),
    ])
    func givesTheFirstLine(command: String, line: String) throws {
        let printed = try KeyCommand(Redacted(command)).firstLine()
        #expect(String(decoding: printed, as: UTF8.self) == line)
    }

    @Test(arguments: [
        ("echo secret; exit 3", "ended with status 3"), ("kill -9 $$", "was ended by signal 9"),
        ("no-such-program 2>/dev/null", "ended with status 127"),
    ])
    func saysHowItFailed(command: String, words: String) async {
        let error = await failure { _ = try KeyCommand(Redacted(command)).firstLine() }
        #expect(error?.kind == .store)
        #expect(error?.message == "OAUTHLUA_KEY_COMMAND \(words)")
        #expect(error?.description.contains("secret") == false)
    }

    @Test(.timeLimit(.minutes(10))) func endsWhatTakesTooLongWithItsChildren() async throws {
        let folder = try TemporaryFolder()
        let command = "sleep 1000 & echo $! > '\(folder.path)/child'; sleep 1000"
        var child: pid_t?
        // On a busy machine it may be ended before it has written anything.
        for limit in [1, 10, 100] where child == nil {
            let error = await failure { _ = try KeyCommand(Redacted(command), limit: .seconds(limit)).firstLine() }
            #expect(error?.message.contains("did not finish within \(limit).0 seconds") == true)
            child = (try? folder.bytes("child")).flatMap { pid_t(String(decoding: $0, as: UTF8.self).dropLast()) }
        }
        let ended = try #require(child)
        while isAlive(ended) { await Task.yield() }
    }

    @Test func endsWhatClosesItsOutputAndStays() async {
        let command = "exec >&-; sleep 1000"
        let error = await failure { _ = try KeyCommand(Redacted(command), limit: .milliseconds(300)).firstLine() }
        #expect(error?.message.contains("did not finish") == true)
    }

    @Test func opensAVault() async throws {
        let folder = try TemporaryFolder()
        let key = KeySource.command(Redacted("echo \(KeyFormatTests.base64)"))
        try await Vault(path: folder.store, key: key).save(.sample(), for: .google)
        #expect(try await Vault(path: folder.store, key: key).token(for: .google) == .sample())
        try folder.write(KeyFormatTests.key, to: "same")
        let same = Vault(path: folder.store, key: .file(folder.path + "/same"))
        #expect(try await same.token(for: .google) == .sample())
    }
}

/// False also for a process that has ended and that nobody has collected yet.
private func isAlive(_ process: pid_t) -> Bool {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
    let state = status.split(separator: ")").last?.split(separator: " ").first
    return state != "Z" && state != "X"
}

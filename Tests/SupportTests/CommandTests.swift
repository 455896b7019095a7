import Foundation
import Testing

@testable import TestSupport

@Suite struct CommandTests {
    let shell = Command("/bin/sh")

    @Test func whatItWritesAndHowItEnds() async throws {
        let result = try await shell.run(["-c", "cat; echo error >&2; exit 7"], input: "in\n")
        #expect(result.status == 7)
        #expect(result.signal == nil)
        #expect(result.stdout == "in\n")
        #expect(result.stderr == "error\n")
    }

    @Test func aSignalIsSaidAsAShellSaysIt() async throws {
        let result = try await shell.run(["-c", "kill -9 $$"])
        #expect(result.status == 137)
        #expect(result.signal == SIGKILL)
    }

    @Test func theEnvironmentIsOnlyWhatIsGiven() async throws {
        let command = Command("/usr/bin/env", environment: ["A": "1", "B": "2"])
        let result = try await command.run(environment: ["B": nil, "C": "3"])
        #expect(result.text.split(separator: "\n").sorted() == ["A=1", "C=3"])
    }

    @Test func moreThanAPipeHoldsPassesBothWays() async throws {
        let text = String(repeating: "0123456789abcdef", count: 100_000)
        let result = try await Command("/bin/cat").run(input: text)
        #expect(result.stdout == text)
    }

    @Test func oneThatNeverStopsWritingIsKilled() async throws {
        let result = try await Command("/usr/bin/yes").run()
        #expect(result.signal == SIGKILL)
    }

    @Test func oneThatDoesNotEndIsKilledAndShown() async throws {
        let process = try shell.start(["-c", "echo started; exec sleep 600"])
        #expect(try await process.line() == "started")
        await #expect {
            try await process.wait(timeout: .milliseconds(10))
        } throws: { error in
            "\(error)".contains("started") && "\(error)".contains("its end")
        }
    }

    @Test func aMissingProgramIsAnError() async {
        await #expect(throws: ProcessFailure.self) { try await Command("/nonexistent").run() }
    }

    @Test func linesAreTakenAsTheyCome() async throws {
        let process = try shell.start(["-c", "echo one; read word; echo got $word; read gone || echo end"])
        #expect(try await process.line() == "one")
        process.write("two\n")
        #expect(try await process.line { $0.hasPrefix("got") } == "got two")
        process.closeInput()
        #expect(try await process.line() == "end")
        await #expect(throws: ProcessFailure.self) { try await process.line() }
        #expect(try await process.wait().status == 0)
    }

    @Test func aSignalReachesIt() async throws {
        let process = try shell.start([
            "-c", "trap 'echo caught; exit 3' INT; echo ready; while :; do sleep 0.05; done",
        ])
        _ = try await process.line()
        process.interrupt()
        let result = try await process.wait()
        #expect(result.status == 3)
        #expect(result.stdout.hasSuffix("caught\n"))
    }

    @Test func aTerminalIsATerminal() async throws {
        let process = try shell.start(
            ["-c", "test -t 0 && test -t 1 && test -t 2 && stty size; read answer; echo \"said $answer\""],
            terminal: TerminalSize(columns: 100, rows: 30))
        #expect(try await process.line() == "30 100")
        process.write("yes\n")
        #expect(try await process.line { $0.hasPrefix("said") } == "said yes")
        #expect(try await process.wait().status == 0)
    }

    @Test func ctrlCInATerminalInterrupts() async throws {
        let process = try shell.start(["-c", "echo ready; exec sleep 600"], terminal: TerminalSize())
        _ = try await process.line()
        process.write("\u{3}")
        #expect(try await process.wait().signal == SIGINT)
    }

    @Test func manyAtOnce() async throws {
        let statuses = try await withThrowingTaskGroup(of: Int32.self) { group in
            for number in 0..<40 {
                group.addTask { try await shell.run(["-c", "exit \(number)"]).status }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.sorted() == Array(0..<40))
    }
}

@Suite struct TempFolderTests {
    @Test func filesComeAndGo() throws {
        let folder = try TempFolder()
        try folder.write("text", to: "sub/file.txt")
        #expect(try folder.read("sub/file.txt") == "text")
        #expect(folder.contents == ["sub/", "sub/file.txt"])
        #expect(!folder.contains("other"))
        #expect(try TempFolder().path != folder.path)
    }

    @Test func aFreePortIsUnprivileged() throws {
        let port = try FreePort.find()
        #expect((1024...65535).contains(port))
    }
}

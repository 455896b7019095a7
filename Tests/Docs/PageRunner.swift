import Foundation
import TestSupport
import Testing

/// Runs a page's commands from top to bottom as a reader would: one folder, one home, `oauthlua` in the path, and a browser in
/// which the demo provider's user signs in and consents.
struct PageRunner {
    let name: String
    private let folder: TempFolder
    private let shell: Command
    /// Takes the place of the one that the pages name, which somebody may be using on this machine.
    private let port: Int
    /// What was exported so far.
    private var state: String { folder.path(of: ".exported") }

    init(name: String) async throws {
        self.name = name
        folder = try TempFolder("page")
        port = try FreePort.find()
        try Self.copyScripts(to: folder)
        let programs = folder.path(of: ".bin")
        try FileManager.default.createDirectory(atPath: programs, withIntermediateDirectories: true)
        let binary = try Repository.binary()
        try FileManager.default.createSymbolicLink(atPath: programs + "/oauthlua", withDestinationPath: binary)
        var environment = try Command.oauthlua(home: folder).environment
        environment["PATH"] = programs + ":" + environment["PATH"]!
        environment["BROWSER"] = "python3 " + Repository.path("Tests/Interop/Servers/login.py")
        environment["LOGIN_USER"] = "demo"
        environment["LOGIN_PASSWORD"] = "demo"
        shell = Command("/bin/sh", environment: environment, folder: folder.path)
    }

    /// Runs every block, and records an issue at each that does not do what the page says.
    func run(_ blocks: [Block]) async throws {
        var background: [RunningProcess] = []
        defer { for process in background { process.terminate() } }
        for var block in blocks {
            block.text = block.text.replacing("8765", with: String(port))
            if let problem = block.problem {
                Issue.record("\(name):\(block.line): \(problem)")
                continue
            }
            if let file = block.file {
                try folder.write(block.text + "\n", to: file)
            } else if block.isCommand && !block.isSkipped {
                if block.directives.contains(.background) {
                    background.append(try await leaveRunning(block.steps.map(\.command).joined(separator: "\n")))
                } else {
                    for step in block.steps { try await run(step, of: block) }
                }
            }
        }
    }

    private func run(_ step: (command: String, output: [String]), of block: Block) async throws {
        let script = """
            set -e
            [ ! -e \(state) ] || . \(state)
            trap 'code=$?; export -p > \(state); exit $code' EXIT
            \(step.command)
            """
        let result = try await shell.run(["-c", script])
        #expect(
            result.status == block.status,
            "\(name):\(block.line): not status \(block.status) but \(result)\n--- command\n\(step.command)")
        guard !step.output.isEmpty else { return }
        let printed = (result.stdout + result.stderr).trimmingCharacters(in: .newlines).components(separatedBy: "\n")
        #expect(
            output(printed, isShownAs: step.output),
            "\(name):\(block.line): the page shows\n\(step.output.joined(separator: "\n"))\n--- but it prints\n\(result)"
        )
    }

    /// Starts a server and waits until it said what it exports.
    private func leaveRunning(_ command: String) async throws -> RunningProcess {
        let process = try shell.start(["-c", "[ ! -e \(state) ] || . \(state)\nexec \(command)"])
        _ = try await process.line { $0.hasPrefix("export ") }
        // The variables come in one piece; what stands there is complete when its last line is.
        let exported = process.stdout.split(separator: "\n").filter { $0.hasPrefix("export ") }
        let before = (try? folder.read(".exported")) ?? ""
        try folder.write(before + exported.joined(separator: "\n") + "\n", to: ".exported")
        return process
    }

    /// The scripts that the pages name, where they name them. `scripts/dev/demo` cannot build inside a test run, so here it is
    /// what it is once the program is built.
    private static func copyScripts(to folder: TempFolder) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: Repository.path("scripts"))
        where name.hasSuffix(".lua") {
            try folder.write(
                try String(contentsOfFile: Repository.path("scripts/" + name), encoding: .utf8), to: "scripts/" + name)
        }
        let demo = try folder.write("#!/bin/sh\nexec oauthlua demo \"$@\"\n", to: "scripts/dev/demo")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: demo)
    }
}

extension Block {
    fileprivate var file: String? {
        for case .file(let name) in directives { return name }
        return nil
    }

    fileprivate var isSkipped: Bool {
        directives.contains { if case .skip = $0 { true } else { false } }
    }

    fileprivate var status: Int32 {
        for case .status(let status) in directives { return status }
        return 0
    }

    /// What is wrong with the page itself.
    fileprivate var problem: String? {
        for directive in directives {
            switch directive {
            case .skip(let reason) where reason.isEmpty: return "skipped without a reason"
            case .unknown(let text): return "no test directive '\(text)'"
            default: continue
            }
        }
        return steps.isEmpty ? "a console block without a command; commands begin with '$ '" : nil
    }
}

import Foundation
import Testing

@testable import OAuthClient
@testable import OAuthCore

struct BrowserTests {
    private let url = URL(string: "https://auth.example/a?x=1&y=%20;$(touch%20pwned)'")!
    private let folder = TestFolder()

    /// Written by another process: a program that is open for writing cannot be run, and a test that forks at the same
    /// moment would hold our descriptor open.
    private func script(_ name: String, _ text: String) -> String {
        let install = Process()
        install.executableURL = URL(fileURLWithPath: "/usr/bin/install")
        install.arguments = [
            "-m", "755", folder.write("#!/bin/sh\n\(text)\n", to: name + ".source"), folder.file(name),
        ]
        try! install.run()
        install.waitUntilExit()
        return folder.file(name)
    }

    /// One that waits for its command's end, however busy the machine is: the commands of these tests all end.
    private func browser(_ environment: [String: String]) -> SystemBrowser {
        SystemBrowser(environment: environment, patience: .seconds(600))
    }

    /// Writes its arguments, one a line, and its environment's OAUTHLUA variables.
    private func recorder(_ name: String = "browser", exit: Int = 0) -> String {
        script(name, "printf '%s\\n' \"$@\" > '\(folder.file(name + ".out"))'\nexit \(exit)")
    }

    @Test(arguments: [
        ("firefox", ["firefox", "URL"]), ("firefox %s", ["firefox", "URL"]),
        ("a --new '%s' b", ["a", "--new", "URL", "b"]),
        ("a --url=%s", ["a", "--url=URL"]), ("'/opt/my browser/b' -x", ["/opt/my browser/b", "-x", "URL"]),
        ("a 100%% %s", ["a", "100%", "URL"]), ("a \"b \\\" c\" d\\ e &", ["a", "b \" c", "d e", "URL"]),
        ("a %%s", ["a", "%s", "URL"]), ("a ''", ["a", "", "URL"]),
    ])
    func `reads commands as a shell would, and nothing more`(text: String, expected: [String]) {
        #expect(BrowserCommand(text)?.arguments(for: "URL") == expected)
    }

    @Test(arguments: ["", "  ", "a 'b", "a \"b", "a \\", "&"])
    func `refuses what is no command`(text: String) {
        #expect(BrowserCommand(text) == nil)
    }

    @Test func `runs BROWSER with the URL as one argument, without a shell`() async throws {
        try await browser(["BROWSER": "\(recorder()) --new-window"]).open(url)
        #expect(folder.read("browser.out") == "--new-window\n\(url.absoluteString)\n")
        #expect(!folder.names.contains("pwned"))
    }

    @Test func `tries the next command where one is missing or fails`() async throws {
        let failing = recorder("failing", exit: 3)
        let working = recorder("working")
        try await browser(["BROWSER": "/nonexistent/browser:\(failing):\(working) %s"]).open(url)
        #expect(folder.read("failing.out") == folder.read("working.out"))
    }

    @Test func `looks a name up in PATH and keeps our own variables back`() async throws {
        _ = script("brow", "env > '\(folder.file("env.out"))'")
        let environment = [
            "BROWSER": "brow", "PATH": "\(folder.path):/usr/bin:/bin", "OAUTHLUA_PASSPHRASE": "hidden", "LANG": "C",
        ]
        try await browser(environment).open(url)
        let seen = try #require(folder.read("env.out"))
        #expect(seen.contains("LANG=C"))
        #expect(!seen.contains("OAUTHLUA"))
    }

    @Test(.timeLimit(.minutes(10))) func `runs it in a session of its own and does not wait for its end`() async throws
    {
        let pipe = folder.file("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        // Stays until the test has opened the pipe, which it does only after `open` has returned and which waits for
        // the script to come so far.
        let path = script(
            "staying", "ps -o sid= -p $$ | tr -d ' ' > '\(folder.file("sid"))'; cat '\(pipe)' > '\(folder.file("end"))'"
        )
        let environment = ["BROWSER": path, "PATH": "/usr/bin:/bin"]
        try await SystemBrowser(environment: environment, patience: .milliseconds(20)).open(url)
        try Data("over".utf8).write(to: URL(fileURLWithPath: pipe))
        #expect(folder.read("sid").map { $0.isEmpty } == false)
        #expect(folder.read("sid") != "\(getsid(0))\n")
    }

    @Test func `says that there is none`() async throws {
        for (environment, reason) in [
            ([:], "no display"), (["DISPLAY": ":0", "PATH": folder.path], "no browser"),
            (["BROWSER": "/nonexistent/a:\(recorder("bad", exit: 1))"], "none of the commands in BROWSER"),
            (["BROWSER": "'"], "none of the commands in BROWSER"),
        ] {
            let error = await failure { try await browser(environment).open(url) }
            #expect(error?.kind == .config)
            #expect(error?.message.contains(reason) == true)
        }
    }

    @Test func `finds the desktop's own way`() async throws {
        _ = script("xdg-open", "printf '%s' \"$1\" > '\(folder.file("xdg.out"))'")
        try await browser(["WAYLAND_DISPLAY": "wayland-0", "PATH": folder.path]).open(url)
        #expect(folder.read("xdg.out") == url.absoluteString)
    }

    @Test(arguments: ["file:///etc/passwd", "javascript:alert(1)", "-version", "https:"])
    func `opens web pages only`(text: String) async throws {
        let target = try #require(URL(string: text))
        let browser = SystemBrowser(environment: ["BROWSER": recorder()])
        #expect(await failure { try await browser.open(target) }?.kind == .config)
        #expect(folder.read("browser.out") == nil)
    }
}

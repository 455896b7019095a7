import Foundation
import OAuthClient
import TestSupport
import Testing

@testable import oauthlua

@Suite struct ProgressTests {
    static let start = ContinuousClock.now

    private func text(_ events: [ProgressEvent], after seconds: Double = 0, width: Int = 200) -> String? {
        var counters = ProgressCounters()
        counters.sample(at: Self.start)
        for event in events { counters.take(event, at: Self.start) }
        return ProgressText.line(counters, at: Self.start + .seconds(seconds), width: width)
    }

    @Test(
        arguments: [
            ([], nil),
            ([.page(resource: "events", rows: 100)], "events: 1 page, 100 rows"),
            (
                [.page(resource: "events", rows: 1), .page(resource: "events", rows: 1_234_566)],
                "events: 2 pages, 1,234,567 rows"
            ),
            (
                [.page(resource: "events", rows: 10), .rows(resource: "events", count: 20)],
                "events: 1 page, 30 rows"
            ),
            ([.page(resource: "events", rows: 1), .page(resource: "mails", rows: 0)], "2 resources: 2 pages, 1 row"),
            ([.received(bytes: 999)], "999 B"), ([.received(bytes: 1000)], "1.0 kB"),
            ([.received(bytes: 999_499)], "999 kB"),
            ([.received(bytes: 999_500)], "1.0 MB"), ([.received(bytes: 9_960_000)], "10 MB"),
            ([.sent(bytes: 3_400_000), .received(bytes: 12)], "3.4 MB sent, 12 B"),
            (
                [.waiting(host: "api.example.com", reason: .rateLimit, duration: .seconds(12))],
                "waiting 12 s for a rate limit of api.example.com"
            ),
            (
                [.waiting(host: "a", reason: .retry(attempt: 2, limit: 5), duration: .milliseconds(2300))],
                "waiting 3 s to try a again (2 of 5)"
            ),
            (
                [
                    .page(resource: "e", rows: 2), .waiting(host: "a", reason: .rateLimit, duration: .seconds(1)),
                    .waiting(host: "b", reason: .rateLimit, duration: .seconds(200)),
                ], "e: 1 page, 2 rows; waiting 3 min for a rate limit of b"
            ),
            ([.waiting(host: "a", reason: .rateLimit, duration: .seconds(9)), .resumed(host: "a")], nil),
            ([.page(resource: "a\u{1B}[2Jb", rows: 0)], "a\\u{1B}[2Jb: 1 page, 0 rows"),
        ] as [([ProgressEvent], String?)])
    func whatItSays(events: [ProgressEvent], line: String?) {
        #expect(text(events) == line)
    }

    @Test func aWaitCountsDownAndEnds() {
        let wait = [ProgressEvent.waiting(host: "a", reason: .rateLimit, duration: .seconds(12))]
        #expect(text(wait, after: 0.5) == "waiting 12 s for a rate limit of a")
        #expect(text(wait, after: 11.5) == "waiting 1 s for a rate limit of a")
        #expect(text(wait, after: 12) == nil)
    }

    @Test func theRateIsThatOfTheLastSeconds() {
        var counters = ProgressCounters()
        for second in 0...10 {
            let time = Self.start + .seconds(Double(second))
            counters.take(.received(bytes: second < 5 ? 1_000_000 : 1000), at: time)
            counters.sample(at: time)
        }
        #expect(counters.rate(at: Self.start + .seconds(10)) == 1000)
    }

    @Test func itIsNeverWiderThanTheTerminal() {
        let line = text([.page(resource: "日本語日本語日本語", rows: 5)], width: 12)
        #expect(line == "日本語日本…")
    }

    // MARK: On a terminal

    @Test func quickWorkShowsNothing() async throws {
        let terminal = try PseudoTerminal(columns: 60)
        let line = ProgressLine(descriptor: terminal.program, environment: [:])
        line.report(.page(resource: "events", rows: 1))
        line.end()
        try await Task.sleep(for: .milliseconds(800))
        #expect(terminal.text == "")
    }

    @Test func theLineGivesWayAndGoes() async throws {
        let terminal = try PseudoTerminal(columns: 60)
        let line = ProgressLine(descriptor: terminal.program, environment: [:])
        line.report(.page(resource: "events", rows: 1))
        try await terminal.wait(for: "1 page, 1 row")
        line.giveWay(to: 0x0A) {
            // Long enough for a line to be drawn, if it did not give way.
            line.report(.page(resource: "events", rows: 1))
            usleep(400_000)
            _ = write(terminal.program, "note\n", 5)
        }
        try await terminal.wait(for: "2 pages, 2 rows")
        line.end()
        line.report(.page(resource: "events", rows: 1))
        try await Task.sleep(for: .milliseconds(300))
        let text = terminal.text
        let erased = "\r\u{1B}[K"
        #expect(text.hasPrefix("\revents: 1 page, 1 row\u{1B}[K"))
        #expect(text.contains(erased + "note\r\n\revents: "))
        #expect(text.hasSuffix("\revents: 2 pages, 2 rows\u{1B}[K" + erased))
    }

    @Test func nothingIsDrawnBehindAQuestion() async throws {
        let terminal = try PseudoTerminal(columns: 60)
        let line = ProgressLine(descriptor: terminal.program, environment: [:])
        line.giveWay(to: UInt8(ascii: " ")) {}
        line.report(.page(resource: "events", rows: 1))
        try await Task.sleep(for: .milliseconds(1000))
        #expect(terminal.text == "")
        line.lineEnded()
        try await terminal.wait(for: "1 page, 1 row")
        line.end()
    }

    @Test(arguments: [
        (["--quiet"], true), (["--verbose"], true), (["--log-level", "error"], true), (["--log-format", "json"], true),
        ([], false),
    ])
    func whereItIsNotWanted(flags: [String], isTerminal: Bool) async throws {
        let world = try await DemoWorld()
        let path = try await world.signedIn(
            """
            local last
            return resource "events" { connection = demo, url = "/calendar/v3/calendars/primary/events", path = "items",
              query = { maxResults = 100 }, pages = { cursor = "nextPageToken", param = "pageToken" },
              process = function(event, page)
                if page ~= last then last = page task.sleep(0.5) end
                return { id = event.id }
              end }
            """)
        let process = try world.program.start(
            ["run", "-o", "out.json"] + flags + [path], terminal: isTerminal ? TerminalSize() : nil)
        let result = try await process.wait()
        #expect(result.status == 0, "\(result)")
        #expect((result.stdout + result.stderr).firstMatch(of: /[0-9] pages?/) == nil, "\(result)")
    }
}

/// A terminal of our own, and what was written to it.
private final class PseudoTerminal {
    let program: Int32
    private let terminal: Int32
    private var bytes: [UInt8] = []

    init(columns: UInt16) throws {
        var (terminal, program): (Int32, Int32) = (-1, -1)
        var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        try #require(openpty(&terminal, &program, nil, nil, &size) == 0)
        self.terminal = terminal
        self.program = program
        _ = fcntl(terminal, F_SETFL, O_NONBLOCK)
    }

    deinit {
        close(program)
        close(terminal)
    }

    var text: String {
        var chunk = [UInt8](repeating: 0, count: 4096)
        while case let count = read(terminal, &chunk, chunk.count), count > 0 { bytes += chunk[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }

    func wait(for text: String) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while !self.text.contains(text) {
            try #require(ContinuousClock.now < deadline, "\(self.text)")
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}

import Foundation
import Testing

@testable import Output

@Suite struct TerminalTests {
    /// A real pseudo-terminal of the given size.
    private func withTerminal(columns: UInt16, _ body: (Int32) -> Void) throws {
        let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        try #require(terminal >= 0)
        defer { close(terminal) }
        var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        let result = ioctl(terminal, UInt(TIOCSWINSZ), &size)
        try #require(result == 0)
        body(terminal)
    }

    @Test func aTerminalTellsItsWidth() throws {
        try withTerminal(columns: 123) { terminal in
            #expect(Terminal.isTerminal(terminal))
            #expect(Terminal.width(of: terminal, environment: [:]) == 123)
            #expect(Terminal.width(of: terminal, environment: ["COLUMNS": "44"]) == 44)
            for nonsense in ["", "0", "-3", "wide"] {
                #expect(Terminal.width(of: terminal, environment: ["COLUMNS": nonsense]) == 123)
            }
        }
    }

    @Test func aTerminalWithoutASizeIs80Wide() throws {
        try withTerminal(columns: 0) { #expect(Terminal.width(of: $0, environment: [:]) == 80) }
    }

    @Test func aFileIsNoTerminal() throws {
        let file = open("/dev/null", O_WRONLY)
        defer { close(file) }
        #expect(!Terminal.isTerminal(file))
        #expect(Terminal.width(of: file, environment: [:]) == 80)
    }
}

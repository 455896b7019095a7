import Testing

@testable import Output

@Suite struct SquareDrawingTests {
    private let rows = [[true, false, true], [false, true, true], [true, true, false]]

    /// What a camera sees: the squares that a drawing paints, by the colours of text and background.
    private func dark(_ text: String, textIsDark: Bool) -> [[Bool]] {
        text.split(separator: "\n").flatMap { line -> [[Bool]] in
            let halves = line.map { character -> (upper: Bool, lower: Bool) in
                switch character {
                case "█": (textIsDark, textIsDark)
                case "▀": (textIsDark, !textIsDark)
                case "▄": (!textIsDark, textIsDark)
                default: (!textIsDark, !textIsDark)
                }
            }
            return [halves.map(\.upper), halves.map(\.lower)]
        }
    }

    private func check(_ seen: [[Bool]]) {
        let zone = SquareDrawing.quietZone
        #expect(seen.count >= rows.count + 2 * zone)
        for (row, squares) in seen.enumerated() {
            #expect(squares.count == 3 + 2 * zone)
            for (column, isDark) in squares.enumerated() {
                let inside = (zone..<zone + 3).contains(row) && (zone..<zone + 3).contains(column)
                #expect(isDark == (inside && rows[row - zone][column - zone]), "row \(row), column \(column)")
            }
        }
    }

    /// With colours of its own it is black on white on every terminal.
    @Test func setsItsColours() {
        let drawing = SquareDrawing(rows, isStyled: true)
        #expect(drawing.width == 11)
        let start = "\u{1B}[38;5;16;48;5;231m"
        let end = "\u{1B}[0m"
        let lines = drawing.text.split(separator: "\n")
        #expect(lines.allSatisfy { $0.hasPrefix(start) && $0.hasSuffix(end) })
        check(
            dark(lines.map { $0.dropFirst(start.count).dropLast(end.count) }.joined(separator: "\n"), textIsDark: true))
    }

    /// Without, light squares are text: a terminal's text is mostly light on dark.
    @Test func withoutColoursTextIsLight() {
        let drawing = SquareDrawing(rows, isStyled: false)
        #expect(!drawing.text.contains("\u{1B}"))
        check(dark(drawing.text, textIsDark: false))
    }

    @Test(
        arguments: [
            (["LANG": "C.UTF-8"], true), (["LANG": "de_DE.utf8"], true), (["LANG": "C"], false), ([:], false),
            (["LC_ALL": "C", "LANG": "C.UTF-8"], false), (["LC_ALL": "", "LC_CTYPE": "en_US.UTF-8"], true),
            (["LC_CTYPE": "POSIX", "LANG": "C.UTF-8"], false),
        ] as [([String: String], Bool)])
    func knowsTheLocale(environment: [String: String], isUTF8: Bool) {
        #expect(Terminal.isUTF8(environment: environment) == isUTF8)
    }
}

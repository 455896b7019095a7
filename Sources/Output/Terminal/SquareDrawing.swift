/// A pattern of dark and light squares for a terminal, such as a QR code: two squares a character, one above the other,
/// since characters are about twice as high as they are wide.
public struct SquareDrawing {
    /// Columns.
    public let width: Int
    /// Lines, each with its end but for the last.
    public let text: String

    /// What a reader of QR codes needs around them (ISO/IEC 18004 §6.3.8).
    static let quietZone = 4

    /// - Parameters:
    ///   - rows: of equal length; true is dark.
    ///   - isStyled: whether the terminal may be told the colours: then it is dark on light whatever its own are.
    ///     Otherwise light squares have the colour of text, which is right where text is light on dark.
    public init(_ rows: [[Bool]], isStyled: Bool) {
        let columns = (rows.first?.count ?? 0) + 2 * Self.quietZone
        func isDark(_ row: Int, _ column: Int) -> Bool {
            let row = row - Self.quietZone
            let column = column - Self.quietZone
            return rows.indices.contains(row) && rows[row].indices.contains(column) && rows[row][column]
        }
        let height = rows.count + 2 * Self.quietZone
        let lines = stride(from: 0, to: height, by: 2).map { row in
            let characters = (0..<columns).map { column in
                Self.character(upper: isDark(row, column) == isStyled, lower: isDark(row + 1, column) == isStyled)
            }
            // Black on white of the 256 colours: unlike the first sixteen, no theme changes them.
            return isStyled
                ? "\u{1B}[38;5;16;48;5;231m\(String(characters))\u{1B}[0m" : String(characters)
        }
        width = columns
        text = lines.joined(separator: "\n")
    }

    /// - Parameters: whether the halves have the colour of text.
    private static func character(upper: Bool, lower: Bool) -> Character {
        switch (upper, lower) {
        case (true, true): "█"
        case (true, false): "▀"
        case (false, true): "▄"
        case (false, false): " "
        }
    }
}

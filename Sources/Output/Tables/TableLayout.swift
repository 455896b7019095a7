/// Which columns of a table are shown, and how wide.
struct TableLayout: Equatable {
    /// A column as its content would have it.
    struct Column: Equatable {
        /// What the name takes.
        var name: Int
        /// What the longest cell takes.
        var content: Int
        /// Whether everything in it is a number: aligned right, and better left out than cut.
        var isNumeric: Bool

        var natural: Int { max(1, name, content) }

        /// Below this a cell tells nothing any more.
        var minimum: Int { max(min(natural, 8), isNumeric ? min(content, 20) : 0) }
    }

    static let gap = 2

    /// The widths of the columns that are shown; the rest, at the end, is not.
    let widths: [Int]

    /// Columns that are too long share what there is: the longest give way first, down to a common length.
    ///
    /// - Parameter width: the terminal's columns; nil is without end.
    init(_ columns: [Column], width: Int?) {
        guard let width else {
            widths = columns.map(\.natural)
            return
        }
        var shown = columns
        while shown.count > 1, Self.total(shown, cap: 0) > width { shown.removeLast() }
        guard Self.total(shown, cap: 0) <= width else {
            widths = shown.map { _ in max(1, width) }
            return
        }
        var low = 0
        var high = max(width, 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if Self.total(shown, cap: middle) <= width { low = middle } else { high = middle - 1 }
        }
        var spare = width - Self.total(shown, cap: low)
        widths = shown.map { column in
            let capped = Self.capped(column, low)
            guard spare > 0, capped < column.natural, capped == low else { return capped }
            spare -= 1
            return capped + 1
        }
    }

    private static func capped(_ column: Column, _ cap: Int) -> Int {
        max(column.minimum, min(column.natural, cap))
    }

    private static func total(_ columns: [Column], cap: Int) -> Int {
        columns.reduce(-gap) { $0 + gap + capped($1, cap) }
    }
}

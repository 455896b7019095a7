import Testing

@testable import Output

@Suite struct TableLayoutTests {
    @Test(arguments: [
        // natural widths, terminal, shown widths
        ([5, 10], 80, [5, 10]), ([5, 10], 17, [5, 10]), ([5, 10], 16, [5, 9]), ([50, 50], 80, [39, 39]),
        ([50, 51], 81, [40, 39]), ([10, 100, 100], 80, [10, 33, 33]), ([10, 30, 100], 80, [10, 30, 36]),
        ([100], 20, [20]), ([100, 100], 18, [8, 8]), ([100, 100], 17, [17]), ([100, 100, 100], 20, [9, 9]),
        ([100], 3, [3]),
        ([100], 1, [1]), ([3, 3, 3], 8, [3, 3]), ([1, 1], 1, [1]),
    ])
    func texts(natural: [Int], width: Int, widths: [Int]) {
        let columns = natural.map { TableLayout.Column(name: 1, content: $0, isNumeric: false) }
        #expect(TableLayout(columns, width: width).widths == widths)
    }

    @Test func numbersGiveWayLast() {
        let number = TableLayout.Column(name: 2, content: 15, isNumeric: true)
        let text = TableLayout.Column(name: 4, content: 60, isNumeric: false)
        #expect(TableLayout([text, number], width: 30).widths == [13, 15])
        #expect(TableLayout([text, number], width: 24).widths == [24])
    }

    @Test func aLongNameOverShortNumbersIsCut() {
        let number = TableLayout.Column(name: 40, content: 3, isNumeric: true)
        #expect(TableLayout([number, number], width: 20).widths == [9, 9])
    }

    @Test func withoutATerminalNothingIsCut() {
        let columns = [TableLayout.Column(name: 1, content: 5000, isNumeric: false)]
        #expect(TableLayout(columns, width: nil).widths == [5000])
    }
}

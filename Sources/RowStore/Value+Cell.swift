import Output
import SQLiteDatabase

extension Value {
    /// true is 1; text that is not UTF-8 a blob.
    init(_ cell: CellValue) {
        self =
            switch cell {
            case .empty: .null
            case .boolean(let flag): .integer(flag ? 1 : 0)
            case .integer(let number): .integer(number)
            case .number(let number): .real(number)
            case .text(let bytes): String(validating: bytes, as: UTF8.self) == nil ? .blob(bytes) : .utf8(bytes)
            }
    }
}

import LuaHost

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A value as a cell of a column has it, in a file or a database.
public enum CellValue: Sendable, Equatable {
    /// Absent or `null`.
    case empty
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    /// A string's bytes, as they are; nested values as compact JSON.
    case text([UInt8])

    /// Seconds since 1970 become a timestamp (RFC 3339, UTC) in a column of times.
    public init(_ value: LuaValue?, type: RowColumn.Kind? = nil) {
        switch value {
        case nil, .some(.nil), .some(.null): self = .empty
        case .some(.boolean(let flag)): self = .boolean(flag)
        case .some(.integer(let number)): self = Self.time(Double(number), type) ?? .integer(number)
        case .some(.number(let number)): self = Self.time(number, type) ?? .number(number)
        case .some(.string(let bytes)): self = .text(bytes)
        case .some(let nested):
            var writer = ByteWriter()
            // A writer without a sink has nothing that could fail.
            try? JSONText(repairsText: true).append(nested, to: &writer)
            self = .text(writer.bytes)
        }
    }

    /// Up to the year 9999, where timestamps have four digits.
    private static func time(_ seconds: Double, _ type: RowColumn.Kind?) -> CellValue? {
        guard type == .time, abs(seconds) < 253_402_300_800 else { return nil }
        return .text(Array(HumanTime.timestamp(Date(timeIntervalSince1970: seconds)).utf8))
    }

    /// As text; `empty` is empty.
    public var bytes: [UInt8] {
        switch self {
        case .empty: []
        case .boolean(let flag): Array((flag ? "true" : "false").utf8)
        case .integer(let number): Array(String(number).utf8)
        case .number(let number): Array(number.description.utf8)
        case .text(let bytes): bytes
        }
    }
}

/// What is written while a line is edited: whole lines can be shown above it, the beginning of one waits for its end.
struct HeldOutput {
    /// A line that never ends is shown in pieces of this many bytes.
    static let longest = 64 << 10

    private var beginnings: [Int32: [UInt8]] = [:]
    private var whole: [(descriptor: Int32, bytes: [UInt8])] = []

    mutating func add(_ bytes: some Sequence<UInt8>, to descriptor: Int32) {
        var held = beginnings.removeValue(forKey: descriptor) ?? []
        held += bytes
        if let end = held.lastIndex(of: UInt8(ascii: "\n")) {
            whole.append((descriptor, Array(held[...end])))
            held.removeSubrange(...end)
        }
        if held.count > Self.longest {
            whole.append((descriptor, held + [UInt8(ascii: "\n")]))
            held = []
        }
        if !held.isEmpty { beginnings[descriptor] = held }
    }

    /// What can be shown now, in its order.
    mutating func takeWhole() -> [(descriptor: Int32, bytes: [UInt8])] {
        defer { whole = [] }
        return whole
    }

    /// Everything: no line is edited any more.
    mutating func takeAll() -> [(descriptor: Int32, bytes: [UInt8])] {
        defer { self = HeldOutput() }
        return whole + beginnings.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    var hasWhole: Bool { !whole.isEmpty }
}

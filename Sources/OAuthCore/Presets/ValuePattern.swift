/// A pattern for short values: regular expressions of RFC 9485 without categories. It matches the whole value.
///
/// Followed by sets of places, so that no pattern takes long on any value.
public struct ValuePattern: Sendable {
    public let text: String
    private let root: Node

    indirect enum Node: Sendable {
        case characters([ClosedRange<Unicode.Scalar>], negated: Bool)
        case sequence([Node])
        case choice([Node])
        case repeated(Node, Int, Int?)
    }

    /// nil for what is no such pattern.
    public init?(_ text: String) {
        var reader = Reader(rest: Array(text.unicodeScalars)[...])
        guard text.unicodeScalars.count <= 200, let root = reader.choice(depth: 0), reader.rest.isEmpty else {
            return nil
        }
        self.text = text
        self.root = root
    }

    public func matches(_ value: String) -> Bool {
        let scalars = Array(value.unicodeScalars.prefix(1000))
        return Self.ends(of: root, in: scalars, from: [0]).contains(value.unicodeScalars.count)
    }

    /// A short text that it matches.
    public var example: String {
        var text = String.UnicodeScalarView()
        Self.write(root, to: &text)
        return String(text)
    }

    private static func ends(of node: Node, in text: [Unicode.Scalar], from starts: Set<Int>) -> Set<Int> {
        switch node {
        case .characters(let ranges, let negated):
            return Set(
                starts.filter { place in
                    place < text.count && ranges.contains { $0.contains(text[place]) } != negated
                }.map { $0 + 1 })
        case .sequence(let nodes):
            return nodes.reduce(starts) { ends(of: $1, in: text, from: $0) }
        case .choice(let nodes):
            return nodes.reduce(into: []) { $0.formUnion(ends(of: $1, in: text, from: starts)) }
        case .repeated(let node, let least, let most):
            var current = starts
            for _ in 0..<least { current = ends(of: node, in: text, from: current) }
            var all = current
            var count = least
            while !current.isEmpty, count < most ?? .max {
                current = ends(of: node, in: text, from: current).subtracting(all)
                all.formUnion(current)
                count += 1
            }
            return all
        }
    }

    private static func write(_ node: Node, to text: inout String.UnicodeScalarView) {
        switch node {
        case .characters(let ranges, negated: false): if let first = ranges.first { text.append(first.lowerBound) }
        case .characters: text.append("x")
        case .sequence(let nodes): for node in nodes { write(node, to: &text) }
        case .choice(let nodes): if let first = nodes.first { write(first, to: &text) }
        case .repeated(let node, let least, let most):
            for _ in 0..<(least == 0 && most != 1 ? 1 : least) { write(node, to: &text) }
        }
    }
}

extension ValuePattern {
    private struct Reader {
        var rest: ArraySlice<Unicode.Scalar>

        mutating func take(_ scalar: Unicode.Scalar) -> Bool {
            guard rest.first == scalar else { return false }
            rest.removeFirst()
            return true
        }

        mutating func choice(depth: Int) -> Node? {
            guard depth < 20 else { return nil }
            var branches: [Node] = []
            repeat {
                var pieces: [Node] = []
                while let next = rest.first, next != "|", next != ")" {
                    guard let atom = atom(depth: depth), let piece = quantified(atom) else { return nil }
                    pieces.append(piece)
                }
                branches.append(.sequence(pieces))
            } while take("|")
            return branches.count == 1 ? branches[0] : .choice(branches)
        }

        private mutating func atom(depth: Int) -> Node? {
            guard let first = rest.popFirst() else { return nil }
            switch first {
            case "(":
                guard let inner = choice(depth: depth + 1), take(")") else { return nil }
                return inner
            case "[": return characters()
            case ".": return .characters(["\n"..."\n", "\r"..."\r"], negated: true)
            case "\\": return escaped().map { .characters([$0...$0], negated: false) }
            case "*", "+", "?", "{", "}", "]", "^", "$": return nil
            default: return .characters([first...first], negated: false)
            }
        }

        /// What follows a backslash stands for itself: letters and digits would mean something elsewhere.
        private mutating func escaped() -> Unicode.Scalar? {
            guard let next = rest.popFirst(), next.isASCII, !next.properties.isAlphabetic, !("0"..."9").contains(next)
            else { return nil }
            return next
        }

        private mutating func characters() -> Node? {
            let negated = take("^")
            var ranges: [ClosedRange<Unicode.Scalar>] = []
            while let first = rest.popFirst() {
                if first == "]" { return ranges.isEmpty ? nil : .characters(ranges, negated: negated) }
                guard let low = first == "\\" ? escaped() : first else { return nil }
                guard rest.first == "-", rest.dropFirst().first != "]" else {
                    ranges.append(low...low)
                    continue
                }
                rest.removeFirst()
                guard let last = rest.popFirst(), let high = last == "\\" ? escaped() : last, low <= high else {
                    return nil
                }
                ranges.append(low...high)
            }
            return nil
        }

        private mutating func quantified(_ node: Node) -> Node? {
            switch rest.first {
            case "*":
                rest.removeFirst()
                return .repeated(node, 0, nil)
            case "+":
                rest.removeFirst()
                return .repeated(node, 1, nil)
            case "?":
                rest.removeFirst()
                return .repeated(node, 0, 1)
            case "{":
                rest.removeFirst()
                guard let least = number() else { return nil }
                let most = take(",") ? number() : least
                guard take("}"), least <= most ?? least, most ?? least <= 1000 else { return nil }
                return .repeated(node, least, most)
            default: return node
            }
        }

        private mutating func number() -> Int? {
            let digits = rest.prefix { ("0"..."9").contains($0) }
            rest = rest.dropFirst(digits.count)
            return Int(String(String.UnicodeScalarView(digits)))
        }
    }
}

/// Finds what a mistyped name was probably meant to be.
public enum NearestName {
    /// The candidate that begins with the name, or the nearest within a third of its length (at least one edit), else nil.
    public static func of(_ name: String, in candidates: some Sequence<String>) -> String? {
        let wanted = name.lowercased()
        if wanted.count > 1, let longer = candidates.first(where: { $0.hasPrefix(wanted) }) { return longer }
        let limit = max(1, wanted.count / 3)
        let scored = candidates.map { (distance: editDistance(wanted, $0), name: $0) }
        let best = scored.min { ($0.distance, $0.name) < ($1.distance, $1.name) }
        return best.flatMap { $0.distance <= limit ? $0.name : nil }
    }

    /// Up to `limit` candidates, the nearest first: those that begin with the name, hold it, or are within a third of its
    /// length.
    public static func several(of name: String, in candidates: some Sequence<String>, limit: Int) -> [String] {
        let wanted = name.lowercased()
        guard wanted.count > 1 else { return [] }
        let farthest = max(1, wanted.count / 3)
        let scored = candidates.compactMap { candidate -> (distance: Int, name: String)? in
            if candidate.hasPrefix(wanted) || wanted.hasPrefix(candidate + "-") { return (0, candidate) }
            let distance = editDistance(wanted, candidate)
            if distance <= farthest { return (distance, candidate) }
            return wanted.count > 3 && candidate.contains(wanted) ? (farthest + 1, candidate) : nil
        }
        return scored.sorted { ($0.distance, $0.name.count, $0.name) < ($1.distance, $1.name.count, $1.name) }
            .prefix(limit).map(\.name)
    }

    /// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
    static func editDistance(_ first: String, _ second: String) -> Int {
        let first = Array(first.prefix(100))
        let second = Array(second.prefix(100))
        var beforeLast: [Int] = []
        var last = Array(0...second.count)
        for i in 0..<first.count {
            var row = [i + 1]
            for j in 0..<second.count {
                let substitution = last[j] + (first[i] == second[j] ? 0 : 1)
                var best = min(row[j] + 1, last[j + 1] + 1, substitution)
                if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
                    best = min(best, beforeLast[j - 1] + 1)
                }
                row.append(best)
            }
            beforeLast = last
            last = row
        }
        return last[second.count]
    }
}

/// A host and a path, of which parts are variables: `{shop}.myshopify.com/admin/oauth/authorize`.
///
/// A variable stands for one label of a host name, or for one segment of a path; its value is never empty.
struct URLPattern {
    private let segments: [[Substring]]

    init(_ text: some StringProtocol) {
        segments = Substring(text).split(separator: "/", omittingEmptySubsequences: false).enumerated().map {
            $0.offset == 0 ? $0.element.split(separator: ".", omittingEmptySubsequences: false) : [$0.element]
        }
    }

    /// The variables' values; nil where the address is another one.
    func match(_ address: some StringProtocol) -> [String: String]? {
        let other = URLPattern(address).segments
        guard other.count == segments.count else { return nil }
        var values: [String: String] = [:]
        for (mine, its) in zip(segments, other) {
            guard mine.count == its.count else { return nil }
            for (part, value) in zip(mine, its) {
                if part.hasPrefix("{"), part.hasSuffix("}") {
                    guard !value.isEmpty else { return nil }
                    values[String(part.dropFirst().dropLast())] = String(value)
                } else if part != value {
                    return nil
                }
            }
        }
        return values
    }

    /// The host, with `*` for variables, as certificates have it.
    static func host(of url: String) -> String {
        url.prefix { $0 != "/" }.split(separator: ".").map { $0.hasPrefix("{") ? "*" : String($0) }
            .joined(separator: ".")
    }
}

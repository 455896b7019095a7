import HTTPTypes

/// How long an answer may be used again (RFC 9111 §4.2), within our own bounds.
public enum CacheLifetime: Sendable, Equatable {
    /// `no-store`: only in this run.
    case unstored
    /// Zero: may be kept, but is asked for anew.
    case seconds(Int)

    /// A week: even a provider that promises more can change its keys and endpoints.
    public static let longest = 7 * 86_400

    /// - Parameter standard: for an answer that does not say, in seconds.
    public init(_ headers: HTTPFields, standard: Int = 86_400) {
        var maximum: Int?
        var isStale = false
        for directive in headers[values: .cacheControl].joined(separator: ",").split(separator: ",") {
            let parts = directive.split(separator: "=", maxSplits: 1).map { part in
                part.filter { !$0.isWhitespace && $0 != "\"" }.lowercased()
            }
            switch parts.first {
            case "no-store":
                self = .unstored
                return
            case "no-cache": isStale = true
            case "max-age" where parts.count == 2: maximum = maximum ?? Int(parts[1]) ?? 0
            default: break
            }
        }
        let age = max(0, headers[.age].flatMap { Int($0) } ?? 0)
        let lifetime = maximum.map { max(0, $0 - min(age, $0)) } ?? standard
        self = .seconds(isStale ? 0 : min(max(0, lifetime), Self.longest))
    }
}

/// How often requests may go out: the two numbers of a token bucket.
public struct Rate: Sendable, Hashable {
    /// How many may go at once after a rest.
    public var burst: Int
    /// The time in which one more may go.
    public var interval: Duration

    public init(burst: Int, interval: Duration) {
        self.burst = burst
        self.interval = interval
    }

    /// At most `requests` in any period of that length, of which a tenth may go at once and the rest is spread over it.
    ///
    /// A bucket that holds `b` and gets one each `i` lets through at most `b + t/i - 1` in a time `t`.
    public init(requests: Int, per period: Duration) {
        burst = max(1, requests / 10)
        interval = period / (requests - burst + 1)
    }

    /// Reads `"10/s"`, `"100/15m"`, or `{ requests =, per =, burst = }` with a number of seconds.
    /// - Throws: ``OAuthError`` of kind `config` that names `field`.
    public init(_ value: DefinitionValue, field: String) throws(OAuthError) {
        do throws(DefinitionProblem) { try self.init(value) } catch { throw error.error(field: field) }
    }

    init(_ value: DefinitionValue) throws(DefinitionProblem) {
        switch value {
        case .string(let text):
            guard let rate = Rate(text) else {
                throw DefinitionProblem(
                    "does not know '\(VisibleText.of(text, limit: 60))'",
                    advice: "Write a number of requests and a time: \"10/s\", \"100/m\", \"5000/h\", \"100/15m\"")
            }
            self = rate
        case .table(let fields): self = try Rate(fields)
        default:
            throw DefinitionProblem("takes \"10/s\" or { requests = 10, per = 1, burst = 5 }, not \(value.kindName)")
        }
    }

    private init?(_ text: String) {
        let parts = text.split(separator: "/").map { $0.filter { !$0.isWhitespace } }
        guard parts.count == 2, let requests = Int(parts[0]), Self.requests ~= requests else { return nil }
        let digits = parts[1].prefix { $0.isNumber }
        guard let unit = Self.units[parts[1].dropFirst(digits.count).lowercased()],
            let count = digits.isEmpty ? 1 : Int(digits), 1...10_000 ~= count, count * unit <= Self.longestPeriod
        else { return nil }
        self.init(requests: requests, per: .seconds(count * unit))
    }

    private static let requests = 1...1_000_000
    /// In seconds.
    private static let longestPeriod = 31 * 86_400

    private static let units: [String: Int] = {
        var units: [String: Int] = [:]
        for (names, seconds) in [
            (["s", "sec", "second", "seconds"], 1), (["m", "min", "minute", "minutes"], 60),
            (["h", "hour", "hours"], 3600), (["d", "day", "days"], 86_400),
        ] {
            for name in names { units[name] = seconds }
        }
        return units
    }()

    private init(_ fields: [String: DefinitionValue]) throws(DefinitionProblem) {
        let names = ["burst", "per", "requests"]
        for name in fields.keys.sorted() where !names.contains(name) {
            throw DefinitionProblem(
                "does not know '\(VisibleText.of(name, limit: 60))'",
                advice: NearestName.of(name, in: names).map { "Did you mean '\($0)'?" }
                    ?? "Use: \(names.joined(separator: ", "))")
        }
        guard case .integer(let requests)? = fields["requests"], let requests = Int(exactly: requests),
            Self.requests ~= requests
        else { throw DefinitionProblem("needs a whole number of requests: { requests = 10, per = 1 }") }
        let seconds: Double =
            switch fields["per"] {
            case .integer(let seconds)?: Double(seconds)
            case .number(let seconds)?: seconds
            case nil: 1
            default: 0
            }
        guard seconds >= 0.001, seconds <= Double(Self.longestPeriod) else {
            throw DefinitionProblem("takes a number of seconds as 'per', up to 31 days")
        }
        switch fields["burst"] {
        case nil: self.init(requests: requests, per: .seconds(seconds))
        case .integer(let burst)? where 1...1_000_000 ~= burst:
            self.init(burst: Int(burst), interval: .seconds(seconds) / requests)
        default: throw DefinitionProblem("takes a whole number of requests as 'burst'")
        }
    }
}

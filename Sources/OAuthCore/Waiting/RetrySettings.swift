/// What a script says of trying again: every part may be left to somebody else (``RetryPolicy``).
public struct RetrySettings: Sendable, Equatable {
    /// How often the request is sent at most, the first time included.
    public var attempts: Int?
    /// The longest that one request waits in all.
    public var longestWait: Duration?
    /// The statuses after which a request is sent again.
    public var statuses: Set<Int>?
    /// The methods of such requests, in capitals.
    public var methods: RetryPolicy.Methods?

    public init(
        attempts: Int? = nil, longestWait: Duration? = nil, statuses: Set<Int>? = nil,
        methods: RetryPolicy.Methods? = nil
    ) {
        self.attempts = attempts
        self.longestWait = longestWait
        self.statuses = statuses
        self.methods = methods
    }

    /// Reads `false`, a number of attempts, or `{ attempts =, max_wait =, statuses =, methods =, unsafe = }`.
    /// - Throws: ``OAuthError`` of kind `config` that names `field`.
    public init(_ value: DefinitionValue, field: String) throws(OAuthError) {
        do throws(DefinitionProblem) { try self.init(value) } catch { throw error.error(field: field) }
    }

    init(_ value: DefinitionValue) throws(DefinitionProblem) {
        self.init()
        switch value {
        case .boolean(true): return
        case .boolean(false): attempts = 1
        case .integer: attempts = try Self.attempts(value)
        case .table(let fields): try read(fields)
        case .list([]): return
        default:
            throw DefinitionProblem(
                "takes false, a number of attempts, or { attempts = 4, max_wait = 60 }, not \(value.kindName)")
        }
    }

    private static let names = ["attempts", "max_wait", "methods", "statuses", "unsafe"]

    private mutating func read(_ fields: [String: DefinitionValue]) throws(DefinitionProblem) {
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            switch name {
            case "attempts": attempts = try Self.attempts(value)
            case "max_wait": longestWait = try Self.wait(value)
            case "statuses": statuses = try Self.statuses(value)
            case "methods": methods = .only(try Self.methods(value))
            case "unsafe":
                guard case .boolean(let flag) = value else {
                    throw DefinitionProblem("has \(value.kindName) as 'unsafe', not true or false")
                }
                if flag { methods = .all }
            default:
                throw DefinitionProblem(
                    "does not know '\(VisibleText.of(name, limit: 60))'",
                    advice: NearestName.of(name, in: Self.names).map { "Did you mean '\($0)'?" }
                        ?? "Use: \(Self.names.joined(separator: ", "))")
            }
        }
    }

    private static func attempts(_ value: DefinitionValue) throws(DefinitionProblem) -> Int {
        guard case .integer(let count) = value, 1...100 ~= count else {
            throw DefinitionProblem(
                "takes 1 to 100 attempts", advice: "Write retry = false for requests that are sent once")
        }
        return Int(count)
    }

    private static func wait(_ value: DefinitionValue) throws(DefinitionProblem) -> Duration {
        let seconds: Double? =
            switch value {
            case .integer(let seconds): Double(seconds)
            case .number(let seconds): seconds
            default: nil
            }
        guard let seconds, 0...86_400 ~= seconds else {
            throw DefinitionProblem("takes 0 to 86400 seconds as 'max_wait'")
        }
        return .seconds(seconds)
    }

    private static func statuses(_ value: DefinitionValue) throws(DefinitionProblem) -> Set<Int> {
        guard case .list(let items) = value else {
            throw DefinitionProblem("has \(value.kindName) as 'statuses', not a list of numbers")
        }
        var statuses: Set<Int> = []
        for item in items {
            guard case .integer(let status) = item, 400...599 ~= status else {
                throw DefinitionProblem("takes statuses from 400 to 599")
            }
            statuses.insert(Int(status))
        }
        return statuses
    }

    private static func methods(_ value: DefinitionValue) throws(DefinitionProblem) -> Set<String> {
        guard case .list(let items) = value else {
            throw DefinitionProblem("has \(value.kindName) as 'methods', not a list of names")
        }
        var methods: Set<String> = []
        for item in items {
            guard case .string(let name) = item, !name.isEmpty else {
                throw DefinitionProblem("has \(item.kindName) among 'methods', not a name")
            }
            methods.insert(name.uppercased())
        }
        return methods
    }
}

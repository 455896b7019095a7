/// What a table of a definition changes in a request's parameters or headers.
public struct ParameterOverrides: Sendable, Equatable {
    /// The values to send by name, in order; an empty list leaves the parameter out. `{name}` in a value stands for
    /// another value of the request: see ``Placeholders``.
    public var values: [String: [String]]
    /// The values that are secrets, read when the connection is first used.
    public internal(set) var secrets: [String: Redacted<String>] = [:]
    /// What those secrets are called.
    var secretNames: [String: String] = [:]
    /// The parameters that are numbers or booleans, which a JSON body writes as such.
    var literals: Set<String> = []

    public init(_ values: [String: [String]] = [:]) { self.values = values }

    /// The defaults with overridden ones replaced in place, and new ones after them by name.
    public func applied(to defaults: [Parameter]) -> [Parameter] { applied(to: defaults, filling: Placeholders()) }

    func applied(to defaults: [Parameter], filling placeholders: Placeholders) -> [Parameter] {
        var remaining = given(filling: placeholders)
        var seen: Set<String> = []
        var parameters = defaults.flatMap { parameter -> [Parameter] in
            if seen.contains(parameter.name) { return [] }
            guard let given = remaining.removeValue(forKey: parameter.name) else { return [parameter] }
            seen.insert(parameter.name)
            return given.map { Parameter(parameter.name, $0) }
        }
        for (name, given) in remaining.sorted(by: { $0.key < $1.key }) {
            parameters += given.map { Parameter(name, $0) }
        }
        return parameters
    }

    /// Everything as it is sent, secrets too.
    public func given(filling placeholders: Placeholders) -> [String: [String]] {
        values.mapValues { $0.map(placeholders.filled) }.merging(secrets.mapValues { [$0.reveal()] }) { $1 }
    }

    /// What a checked table says. Its secrets are still to be read.
    init(_ table: [String: DefinitionValue]) {
        values = table.compactMapValues(Self.texts)
        for (name, value) in table {
            switch value {
            case .secret(let secret): secretNames[name] = secret
            case .integer, .number, .boolean(true): literals.insert(name)
            default: break
            }
        }
    }

    /// A value as it is sent: nothing for `false`, several for a list, nil for what cannot be sent.
    static func texts(_ value: DefinitionValue) -> [String]? {
        switch value {
        case .boolean(false): return []
        case .list(let items):
            let texts = items.compactMap(text)
            return texts.count == items.count ? texts : nil
        default: return text(value).map { [$0] }
        }
    }

    private static func text(_ value: DefinitionValue) -> String? {
        switch value {
        case .string(let text): text
        case .boolean(let flag): flag ? "true" : "false"
        case .integer(let integer): String(integer)
        case .number(let number) where number.isFinite: Int64(exactly: number).map(String.init) ?? String(number)
        default: nil
        }
    }
}

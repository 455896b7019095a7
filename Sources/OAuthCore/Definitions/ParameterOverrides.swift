/// What `authorize_params`, `token_params` and `refresh_params` change in a request's parameters.
public struct ParameterOverrides: Sendable, Equatable {
    /// The values to send by name, in order; an empty list leaves the parameter out.
    public var values: [String: [String]]

    public init(_ values: [String: [String]] = [:]) { self.values = values }

    /// The defaults with overridden ones replaced in place, and new ones after them by name.
    public func applied(to defaults: [Parameter]) -> [Parameter] {
        var remaining = values
        var seen: Set<String> = []
        var parameters = defaults.flatMap { parameter -> [Parameter] in
            guard let given = values[parameter.name] else { return [parameter] }
            remaining[parameter.name] = nil
            return seen.insert(parameter.name).inserted ? given.map { Parameter(parameter.name, $0) } : []
        }
        for (name, given) in remaining.sorted(by: { $0.key < $1.key }) {
            parameters += given.map { Parameter(name, $0) }
        }
        return parameters
    }

    /// What a checked table says.
    init(_ table: [String: DefinitionValue]) {
        values = table.compactMapValues(Self.texts)
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

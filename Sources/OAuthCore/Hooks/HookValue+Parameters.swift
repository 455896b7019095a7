/// Why a hook's answer cannot be used; continues "the … hook of 'x' …".
struct HookProblem: Error {
    var why: String

    init(_ why: String) { self.why = why }
}

extension HookValue {
    /// Parameters or headers by name, a repeated one as a list, with their secrets hidden.
    init(_ parameters: [Parameter], known: [Redacted<String>]) {
        var fields: [String: [HookValue]] = [:]
        for parameter in parameters {
            let isHidden =
                SecretNames.hides(parameter.value, name: parameter.name, isAnswer: false)
                || parameter.value.contains(anyOf: known)
            fields[parameter.name, default: []].append(
                isHidden ? .hidden(Redacted(parameter.value)) : .string(parameter.value))
        }
        self = .table(fields.mapValues { $0.count == 1 ? $0[0] : .list($0) })
    }

    /// What a hook made of parameters: those that it was given in their order, new ones behind them by name. `false` is
    /// none, a list several.
    func parameters(inOrderOf given: [Parameter], of what: String) throws(HookProblem) -> [Parameter] {
        guard let fields = table else { throw HookProblem("returned \(kindName) as \(what), which is a table") }
        var names: [String] = []
        for parameter in given where !names.contains(parameter.name) { names.append(parameter.name) }
        names += fields.keys.filter { !names.contains($0) }.sorted()
        var result: [Parameter] = []
        for name in names {
            guard let value = fields[name] else { continue }
            for text in try value.texts(of: "\(what).\(name)") { result.append(Parameter(name, text.reveal())) }
        }
        return result
    }

    /// The visible texts and the secrets of one name.
    func texts(of what: String) throws(HookProblem) -> [Redacted<String>] {
        switch self {
        case .null, .boolean(false): return []
        case .boolean(true): return [Redacted("true")]
        case .integer(let value): return [Redacted(String(value))]
        case .number(let value): return [Redacted(String(value))]
        case .string(let text): return [Redacted(text)]
        case .hidden(let secret): return [secret]
        case .list(let items):
            var texts: [Redacted<String>] = []
            for item in items { texts += try item.texts(of: what) }
            return texts
        case .table(let fields):
            if fields.isEmpty { return [] }
            throw HookProblem("returned a table as \(what), which is a string, a number or a list")
        }
    }

    /// Whether a secret is anywhere in it.
    var holdsSecret: Bool {
        switch self {
        case .hidden: true
        case .list(let items): items.contains(where: \.holdsSecret)
        case .table(let fields): fields.values.contains(where: \.holdsSecret)
        default: false
        }
    }

    /// What messages call it.
    var kindName: String {
        switch self {
        case .null: "nothing"
        case .boolean: "a boolean"
        case .integer, .number: "a number"
        case .string: "a string"
        case .hidden: "a secret"
        case .list: "a list"
        case .table: "a table"
        }
    }
}

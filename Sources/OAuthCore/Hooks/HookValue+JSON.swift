extension HookValue {
    /// The fields of a provider's answer. What one field's name gives away as a secret is hidden in the others too.
    init(answer fields: [String: JSONValue], known: [Redacted<String>]) {
        let answer = JSONValue.object(fields)
        self.init(answer, name: "", known: known + answer.namedSecrets(""))
    }

    /// What a provider answered, with its secrets hidden.
    /// - Parameters:
    ///   - known: secrets that are hidden wherever they stand.
    ///   - isInSecret: whether a name around this value says that it is one.
    private init(_ json: JSONValue, name: String, known: [Redacted<String>], isInSecret: Bool = false) {
        switch json {
        case .null: self = .null
        case .boolean(let value): self = .boolean(value)
        case .integer(let value): self = .integer(value)
        case .number(let value): self = .number(value)
        case .string(let text):
            let isHidden =
                isInSecret || SecretNames.hides(text, name: name, isAnswer: true) || text.contains(anyOf: known)
            self = isHidden ? .hidden(Redacted(text)) : .string(text)
        case .array(let items):
            self = .list(items.map { HookValue($0, name: name, known: known, isInSecret: isInSecret) })
        case .object(let fields):
            self = .table(
                Dictionary(
                    uniqueKeysWithValues: fields.map { key, value in
                        let isSecret = isInSecret || SecretNames.isSecret(SecretNames.words(of: name), isAnswer: true)
                        return (key, HookValue(value, name: key, known: known, isInSecret: isSecret))
                    }))
        }
    }

    /// What a hook made of it, with the secrets in their places.
    var json: JSONValue {
        switch self {
        case .null: .null
        case .boolean(let value): .boolean(value)
        case .integer(let value): .integer(value)
        case .number(let value): .number(value)
        case .string(let text): .string(text)
        case .hidden(let secret): .string(secret.reveal())
        case .list(let items): .array(items.map(\.json))
        case .table(let fields): .object(fields.mapValues(\.json))
        }
    }
}

extension JSONValue {
    /// The texts that are secrets by the names of their fields.
    fileprivate func namedSecrets(_ name: String) -> [Redacted<String>] {
        switch self {
        case .string(let text):
            SecretNames.isSecret(SecretNames.words(of: name), isAnswer: true) ? [Redacted(text)] : []
        case .array(let items): items.flatMap { $0.namedSecrets(name) }
        case .object(let fields): fields.flatMap { $1.namedSecrets($0) }
        default: []
        }
    }
}

extension String {
    /// Whether one of these secrets stands in the text. Short ones would be found everywhere.
    func contains(anyOf secrets: [Redacted<String>]) -> Bool {
        secrets.contains { secret in
            let value = secret.reveal()
            return value == self && !value.isEmpty || value.utf8.count >= 6 && contains(value)
        }
    }
}

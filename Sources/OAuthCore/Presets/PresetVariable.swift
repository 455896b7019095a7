/// What `{name}` in a preset's texts stands for: a field of the definition that uses it.
public struct PresetVariable: Sendable {
    public var description: String
    public var standard: String?
    public var pattern: ValuePattern?
    public var choices: [String]
    /// It comes with the sign-in where the definition does not give it.
    public var isLearned: Bool
    /// It takes `secret "NAME"`.
    public var isSecret: Bool

    static let keys = ["description", "default", "pattern", "choices", "learned", "secret"]

    init(_ value: DefinitionValue) throws(DefinitionProblem) {
        guard case .table(let table) = value else {
            throw DefinitionProblem("is \(value.kindName)", advice: "Write { \"description\": \"…\" }")
        }
        for (key, value) in table.sorted(by: { $0.key < $1.key }) {
            guard Self.keys.contains(key) else {
                throw DefinitionProblem(
                    "has the unknown key '\(VisibleText.of(key, limit: 60))'",
                    advice: NearestName.of(key, in: Self.keys).map { "Did you mean '\($0)'?" }
                        ?? "Known keys: \(Self.keys.joined(separator: ", "))")
            }
            let isRight =
                switch (key, value) {
                case ("description", .string), ("default", .string), ("pattern", .string), ("learned", .boolean),
                    ("secret", .boolean):
                    true
                case ("choices", .list(let items)): items.allSatisfy { $0.text != nil }
                default: false
                }
            if !isRight { throw DefinitionProblem("has \(value.kindName) as its \(key)") }
        }
        description = table["description"]?.text ?? ""
        if description.isEmpty { throw DefinitionProblem("has no description") }
        standard = table["default"]?.text
        choices = table["choices"]?.texts ?? []
        isLearned = table["learned"] == .boolean(true)
        isSecret = table["secret"] == .boolean(true)
        if let text = table["pattern"]?.text {
            guard let pattern = ValuePattern(text) else {
                throw DefinitionProblem(
                    "has a pattern that cannot be read: '\(VisibleText.of(text, limit: 100))'",
                    advice: "Patterns are those of RFC 9485, without categories: [a-z]+(-[0-9]{2})?")
            }
            self.pattern = pattern
        }
        if let standard { try check(standard) }
    }

    /// Whether a value is one that it takes.
    func check(_ value: String) throws(DefinitionProblem) {
        let shown = VisibleText.of(value, limit: 100)
        if !choices.isEmpty, !choices.contains(value) {
            throw DefinitionProblem(
                "does not know '\(shown)'",
                advice: NearestName.of(value, in: choices).map { "Did you mean '\($0)'?" }
                    ?? "Use one of: \(choices.joined(separator: ", "))")
        }
        if let pattern, !pattern.matches(value) {
            throw DefinitionProblem("cannot be '\(shown)'", advice: "It is \(description), like '\(pattern.example)'")
        }
        if value.isEmpty { throw DefinitionProblem("is empty", advice: "It is \(description)") }
    }

    /// A value that it takes.
    var example: String { standard ?? choices.first ?? pattern?.example ?? "example" }
}

import OAuthCore

/// A setting whose values are words: what `--output`, `--color` and `--log-format` take.
public protocol NamedChoice: RawRepresentable<String>, CaseIterable, Sendable {
    /// What the setting is called in messages: "output format".
    static var noun: String { get }
}

extension NamedChoice {
    /// Reads the word a user wrote; case and surrounding blanks do not matter.
    public static func parse(_ text: String) throws(UnknownChoice) -> Self {
        let word = text.filter { !$0.isWhitespace }.lowercased()
        if let choice = Self(rawValue: word) { return choice }
        throw UnknownChoice(noun: noun, given: text, known: allCases.map(\.rawValue))
    }
}

/// A word that names none of the known values: wrong usage (exit status 64).
public struct UnknownChoice: Error, Sendable, Equatable, CustomStringConvertible {
    public let noun: String
    public let given: String
    public let known: [String]
    /// The known value the user most likely meant.
    public let suggestion: String?

    init(noun: String, given: String, known: [String]) {
        self.noun = noun
        self.given = given
        self.known = known
        suggestion = NearestName.of(given, in: known)
    }

    /// One sentence without a full stop.
    public var description: String {
        let question = suggestion.map { "; did you mean '\($0)'?" } ?? ""
        return "unknown \(noun) '\(VisibleText.escape(given))'\(question) (known: \(known.joined(separator: ", ")))"
    }
}

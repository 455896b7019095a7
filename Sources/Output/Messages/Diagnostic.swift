import LuaHost
import OAuthCore

/// Something to say on stderr: what failed and why, where in the script, and what to do next.
public struct Diagnostic: Sendable, Equatable {
    public enum Level: String, Sendable {
        case error, warning, note
    }

    /// A place in a script.
    public struct Frame: Sendable, Equatable {
        /// The file as the user named it.
        public var script: String
        public var line: Int?
        /// "in function 'fetch'".
        public var context: String?

        public init(script: String, line: Int? = nil, context: String? = nil) {
            self.script = script
            self.line = line
            self.context = context
        }
    }

    public var level: Level
    /// `err.kind`, for the JSON log.
    public var kind: String?
    /// What failed and why.
    public var message: String
    /// Innermost first. More than one makes a traceback.
    public var frames: [Frame]
    /// What is behind it, where the provider's own words do not say.
    public var cause: String?
    /// What to do next.
    public var hint: String?
    /// More for the JSON log: `status`, `url`, …
    public var fields: [String: LuaValue]

    public init(
        _ level: Level, _ message: String, kind: String? = nil, frames: [Frame] = [], cause: String? = nil,
        hint: String? = nil, fields: [String: LuaValue] = [:]
    ) {
        self.level = level
        self.message = message
        self.kind = kind
        self.frames = frames
        self.cause = cause
        self.hint = hint
        self.fields = fields
    }

    public init(_ error: OAuthError, frames: [Frame] = []) {
        var fields: [String: LuaValue] = [:]
        if let status = error.status { fields["status"] = .integer(Int64(status)) }
        for (name, text) in [("oauth_error", error.oauthError), ("connection", error.connection), ("url", error.url)] {
            if let text { fields[name] = .string(Array(text.utf8)) }
        }
        let explanation = error.explanation
        self.init(
            .error, error.message, kind: error.kind.rawValue, frames: frames, cause: explanation?.cause,
            hint: Self.hint(for: error, explanation), fields: fields)
    }

    /// What we know of the definition is better than what is known of a standard's code, but not better than what is known
    /// of the provider's own. A command to run is never left out.
    private static func hint(for error: OAuthError, _ explanation: ErrorExplanation?) -> String? {
        guard let explanation else { return error.advice }
        guard let advice = error.advice else { return explanation.fix }
        if explanation.isStandard { return advice }
        let namesCommand = advice.contains("oauthlua ") || advice.hasPrefix("See ")
        return namesCommand ? "\(explanation.fix). \(advice)" : explanation.fix
    }

    public static func note(_ message: String) -> Diagnostic { Diagnostic(.note, message) }
    public static func warning(_ message: String, hint: String? = nil) -> Diagnostic {
        Diagnostic(.warning, message, hint: hint)
    }
}

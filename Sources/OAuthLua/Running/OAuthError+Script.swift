import LuaHost
import OAuthCore

/// In Lua an error is a table: `err.kind`, `err.message`, and what applies of the rest.
extension OAuthError: ScriptFailure {
    public var fields: [String: LuaValue] {
        var fields: [String: LuaValue] = ["kind": .text(kind.rawValue), "message": .text(message)]
        fields["advice"] = advice.map { .text($0) }
        fields["status"] = status.map { .integer(Int64($0)) }
        fields["oauth_error"] = oauthError.map { .text($0) }
        fields["connection"] = connection.map { .text($0) }
        fields["url"] = url.map { .text($0) }
        fields["retry_after"] = retryAfter.map { .integer(Int64($0.wholeSeconds)) }
        return fields
    }

    /// The error a script let through, for the exit code and the words on stderr.
    public init?(fields: [String: LuaValue]) {
        guard let kind = fields["kind"]?.text.flatMap(Kind.init(rawValue:)) else { return nil }
        self.init(
            kind, fields["message"]?.text ?? kind.rawValue, advice: fields["advice"]?.text,
            status: fields["status"]?.integer.map(Int.init), oauthError: fields["oauth_error"]?.text,
            connection: fields["connection"]?.text, url: fields["url"]?.text)
        retryAfter = fields["retry_after"]?.integer.map { .seconds($0) }
    }
}

/// What a provider says about a failure, in any of the shapes in which providers say it.
struct ProviderError {
    /// The `error` of RFC 6749 §5.2 or what comes nearest to it.
    var code: String?
    var description: String?
    var page: String?

    /// nil where the fields report no failure.
    init?(_ fields: [String: JSONValue]) {
        switch fields["error"] {
        case .string(let text) where !text.isEmpty:
            read(code: text)
            description = description ?? Self.text(fields, ["error_description", "message", "error_message", "reason"])
        case .object(let error) where !Self.isSuccess(error["code"]):
            // {"error": {"code": 400, "status": "INVALID_ARGUMENT", "message": "…"}} and the like
            read(
                code: Self.text(error, ["error", "status"]) ?? Self.ownNumber(error["code"])
                    ?? Self.text(error, ["type", "code"]) ?? Self.number(error["code"]))
            description = description ?? Self.text(error, ["error_description", "message", "description", "detail"])
        case .integer(let number) where number != 0:
            // Reddit: {"message": "Bad Request", "error": 400}
            code = String(number)
            description = Self.text(fields, ["message"])
        case .boolean(true):
            description = Self.text(fields, ["error_description", "message", "error_message"])
        default:
            guard readList(fields["errors"]) || fields["ok"] == .boolean(false) || fields["success"] == .boolean(false)
            else { return nil }
            description = description ?? Self.text(fields, ["message", "error_description"])
        }
        page = Self.text(fields, ["error_uri"])
    }

    /// What stands at the `error_path` of a definition; nil for nothing there, or for what means success.
    init?(_ fields: [String: JSONValue], at path: String?) {
        guard let path, let error = JSONValue.object(fields).value(at: path), error != .null, !Self.isSuccess(error)
        else { return nil }
        var beside = fields
        if let dot = path.lastIndex(of: "."), fields[path] == nil,
            case .object(let parent)? = JSONValue.object(fields).value(at: String(path[..<dot]))
        {
            beside = parent
        }
        if case .object(let error) = error {
            beside = error
            read(code: Self.text(error, ["error", "type", "status", "code"]) ?? error["code"]?.scalarText)
        } else if case .array = error {
            guard readList(error) else { return nil }
        } else {
            read(code: error.scalarText)
        }
        description = description ?? Self.text(beside, Self.descriptionNames)
        page = Self.text(fields, ["error_uri"])
    }

    /// What providers call a sentence about a failure.
    private static let descriptionNames = [
        "error_description", "message", "error_message", "errmsg", "msg", "error", "description", "detail",
    ]

    /// TikTok's code 0, WeChat's errcode 0, a status "ok".
    private static func isSuccess(_ value: JSONValue?) -> Bool {
        switch value {
        case .integer(0), .boolean(false), .string(""), .string("0"), .object([:]), .array([]): true
        case .string(let text): ["ok", "success"].contains(text.lowercased())
        default: false
        }
    }

    /// Fitbit: {"errors": [{"errorType": "invalid_grant", "message": "…"}], "success": false}. Strava's code says only together
    /// with its field what is wrong: {"field": "refresh_token", "code": "invalid"} becomes `invalid_refresh_token`.
    private mutating func readList(_ value: JSONValue?) -> Bool {
        guard case .array(let items) = value, let first = items.first else { return false }
        switch first {
        case .object(let error):
            let code = Self.text(error, ["errorType", "error", "code", "type"]) ?? Self.number(error["code"])
            read(code: Self.text(error, ["field"]).map { "\(code ?? "invalid")_\($0)" } ?? code)
            description = description ?? Self.text(error, ["message", "error_description", "detail"])
        case .string(let text): description = text
        default: return false
        }
        return true
    }

    /// A code is one word; a sentence in its place is a description.
    private mutating func read(code text: String?) {
        guard let text else { return }
        if text.utf8.count <= 100, !text.contains(where: \.isWhitespace) { code = text } else { description = text }
    }

    private static func text(_ fields: [String: JSONValue], _ names: [String]) -> String? {
        names.lazy.compactMap { fields[$0]?.text }.first { !$0.isEmpty }
    }

    /// A number of the provider's own, and not the status once more. Facebook's `type` is the same for all of them.
    private static func ownNumber(_ value: JSONValue?) -> String? {
        if case .integer(let number) = value, !(400..<600 ~= number) { String(number) } else { nil }
    }

    private static func number(_ value: JSONValue?) -> String? {
        if case .integer(let number) = value { String(number) } else { nil }
    }
}

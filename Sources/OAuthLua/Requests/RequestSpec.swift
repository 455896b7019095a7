import HTTPTypes
import LuaHost
import OAuthClient
import OAuthCore

/// What a script said of one request, as the client wants it.
struct RequestSpec {
    let request: APIRequest

    init(_ fields: [String: LuaValue]) throws(OAuthError) {
        var request = APIRequest(method: fields["method"]?.text ?? "GET", url: fields["url"]?.text ?? "")
        request.query = try QueryValues.parameters(fields["query"])
        request.headers = try HTTPFields(checking: QueryValues.parameters(fields["headers"]))
        request.body = try Self.body(fields)
        request.savePath = fields["save"]?.text
        if let limit = fields["max_size"]?.integer { request.responseLimit = Int(limit) }
        if let seconds = fields["timeout"]?.seconds { request.timeouts.total = try Self.duration(seconds, "timeout") }
        if let seconds = fields["connect_timeout"]?.seconds {
            request.timeouts.connect = try Self.duration(seconds, "connect_timeout")
        }
        if case .boolean(let follow)? = fields["redirects"] { request.followsRedirects = follow }
        self.request = request
    }

    private static func body(_ fields: [String: LuaValue]) throws(OAuthError) -> APIRequest.Content {
        if case .string(let bytes)? = fields["json"] { return .json(bytes) }
        if let form = fields["form"] { return .form(try QueryValues.parameters(form)) }
        if case .string(let bytes)? = fields["body"] { return .bytes(bytes) }
        if let path = fields["file"]?.text { return .file(path) }
        return .none
    }

    private static func duration(_ seconds: Double, _ name: String) throws(OAuthError) -> Duration {
        guard seconds > 0, seconds < 1e9 else {
            throw OAuthError(.config, "'\(name)' must be a number of seconds greater than 0")
        }
        return .milliseconds(Int64(seconds * 1000))
    }
}

extension LuaValue {
    var seconds: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
}

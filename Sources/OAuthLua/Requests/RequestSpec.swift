import HTTPTypes
import LuaHost
import OAuthClient
import OAuthCore

/// What a script said of one request, as the client wants it.
struct RequestSpec {
    let request: APIRequest
    let cache: CacheUse
    /// Whether the cache is worth a store where there is none yet: where the script asked for it.
    let makesStore: Bool

    /// The pages of a resource have the time that a single request has not.
    private static let longestWaitOfPages = Duration.seconds(300)

    init(_ fields: [String: LuaValue]) throws(OAuthError) {
        var request = APIRequest(method: fields["method"]?.text ?? "GET", url: fields["url"]?.text ?? "")
        request.query = try QueryValues.parameters(fields["query"])
        request.headers = try HTTPFields(checking: QueryValues.parameters(fields["headers"]))
        request.body = try Self.body(fields)
        request.savePath = fields["save"]?.text
        request.resumesDownload = fields["resume"]?.boolean ?? false
        request.checksum = try fields["checksum"]?.text.map { text throws(OAuthError) in try Checksum(checking: text) }
        request.streaming = Self.streaming(fields)
        try Self.check(request)
        if let limit = fields["max_size"]?.integer { request.responseLimit = Int(limit) }
        if let seconds = fields["timeout"]?.seconds { request.timeouts.total = try Self.duration(seconds, "timeout") }
        if let seconds = fields["connect_timeout"]?.seconds {
            request.timeouts.connect = try Self.duration(seconds, "connect_timeout")
        }
        if case .boolean(let follow)? = fields["redirects"] { request.followsRedirects = follow }
        if let retry = fields["retry"] {
            request.retry = try RetrySettings(DefinitionValue(retry, at: "'retry'"), field: "retry")
        }
        if let rate = fields["rate"] { request.rate = try Rate(DefinitionValue(rate, at: "'rate'"), field: "rate") }
        if Self.isPage(fields) { request.longestWait = Self.longestWaitOfPages }
        self.request = request
        cache = try Self.cacheUse(fields)
        makesStore = fields["cache"] != nil
    }

    /// Whether nothing of it takes the time of files or of packing: what does, must not run on the network's thread.
    static func onlyUsesNetwork(_ spec: LuaValue) -> Bool {
        ["save", "file", "multipart", "stream", "cache"].allSatisfy { name in
            switch spec[name] {
            case nil, .nil?, .null?, .boolean(false)?: true
            default: false
            }
        }
    }

    private static func body(_ fields: [String: LuaValue]) throws(OAuthError) -> APIRequest.Content {
        if case .string(let bytes)? = fields["json"] { return .json(bytes) }
        if let form = fields["form"] { return .form(try QueryValues.parameters(form)) }
        if case .string(let bytes)? = fields["body"] { return .bytes(bytes) }
        if let path = fields["file"]?.text { return .file(path) }
        if let parts = fields["multipart"]?.list { return .multipart(try MultipartForm(spec: parts)) }
        return .none
    }

    /// `stream` of scripts; `lines` of resources: true, or the media types that are read line by line.
    private static func streaming(_ fields: [String: LuaValue]) -> APIRequest.Streaming {
        if fields["stream"]?.boolean == true { return .body }
        switch fields["lines"] {
        case .boolean(true)?: return .lines(types: nil)
        case .list(let types)?: return .lines(types: Set(types.compactMap(\.text)))
        default: return .off
        }
    }

    /// What one option means only with another.
    private static func check(_ request: APIRequest) throws(OAuthError) {
        if request.savePath == nil, request.resumesDownload || request.checksum != nil {
            throw OAuthError(.config, "'resume' and 'checksum' are about the file of 'save', which is missing")
        }
        if request.savePath != nil, request.streaming != .off {
            throw OAuthError(.config, "'save' and 'stream' both take the body: give one")
        }
        if request.resumesDownload, request.method != "GET" {
            throw OAuthError(.config, "only a GET can be resumed, not a \(request.method)")
        }
        if case .multipart = request.body, request.headers[.contentType] != nil {
            throw OAuthError(.config, "'multipart' sets the Content-Type itself, with the boundary of its parts")
        }
    }

    /// Whether it is for a page of a resource.
    private static func isPage(_ fields: [String: LuaValue]) -> Bool { fields["is_patient"]?.boolean == true }

    /// A body that goes to a file, or is read while it comes, passes the cache by.
    private static func cacheUse(_ fields: [String: LuaValue]) throws(OAuthError) -> CacheUse {
        for field in ["stream", "lines"] where fields[field]?.boolean == true { return .off }
        guard fields["save"] == nil else { return .off }
        switch fields["cache"] {
        case nil where isPage(fields): return .revalidating
        case .boolean(true)?: return .revalidating
        case let options? where options["max_age"] != nil:
            guard let seconds = options["max_age"]?.seconds, seconds >= 0, seconds < 1e9 else {
                throw OAuthError(.config, "'cache.max_age' must be a number of seconds")
            }
            return .fresh(within: .milliseconds(Int64(seconds * 1000)))
        default: return .off
        }
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

import HTTPTypes
import OAuthCore

/// A request as a script or `oauthlua get` describes it.
public struct APIRequest: Sendable {
    /// In capitals: `GET`, `POST`, …
    public var method: String
    /// Absolute, or relative to the connection's base URL: see ``RequestURL``.
    public var url: String
    /// Appended to the URL's own query, in this order, repeats included.
    public var query: [Parameter]
    /// These replace the defaults of the same name (`Accept`, `User-Agent`, `Content-Type`; `Authorization` too: then
    /// no token is sent).
    public var headers: HTTPFields
    /// Headers that hold credentials besides the usual ones: dropped where a redirect leads to another origin.
    public var sensitiveHeaders: Set<HTTPField.Name>
    public var body: Content
    /// Of one attempt, redirects and a replay included; getting a token, and waiting for a limit, do not count.
    public var timeouts: Timeouts
    /// In bytes, counted after decompression; does not apply to what is saved to a file.
    public var responseLimit: Int
    /// The file that a 2xx answer's body goes to instead of memory.
    public var savePath: String?
    /// With `savePath`, of a GET: goes on with what an earlier request of this kind left, and leaves what it has where it
    /// fails itself. The answer's status is 206 where only the rest was sent.
    public var resumesDownload = false
    /// With `savePath`: what the file's bytes are checked against before it takes its place.
    public var checksum: Checksum?
    /// Leaves a 2xx answer's body unread: ``APIResponse/stream``. The total timeout is then that of each piece of it.
    public var streaming = Streaming.off
    public var followsRedirects: Bool
    /// When it is sent again, where that differs from the connection's settings.
    public var retry: RetrySettings?
    /// How often requests like it go to one host, besides the connection's rate.
    public var rate: Rate?
    /// How long it waits in all where nobody says: 60 s, or 300 s for the pages of a resource.
    public var longestWait = Duration.seconds(60)

    public enum Streaming: Sendable, Equatable {
        case off
        /// The answer is there with its head.
        case body
        /// The answer is there with its first line: what goes wrong before it is tried again. Only answers of these media
        /// types, in lower case; nil for all.
        case lines(types: Set<String>?)
    }

    /// 256 MB.
    public static let standardResponseLimit = 256 << 20

    public init(
        method: String = "GET", url: String, query: [Parameter] = [], headers: HTTPFields = [:],
        sensitiveHeaders: Set<HTTPField.Name> = [], body: Content = .none, timeouts: Timeouts = Timeouts(),
        responseLimit: Int = Self.standardResponseLimit, savePath: String? = nil, followsRedirects: Bool = true
    ) {
        self.method = method
        self.url = url
        self.query = query
        self.headers = headers
        self.sensitiveHeaders = sensitiveHeaders
        self.body = body
        self.timeouts = timeouts
        self.responseLimit = responseLimit
        self.savePath = savePath
        self.followsRedirects = followsRedirects
    }

    public enum Content: Sendable {
        case none
        /// `application/x-www-form-urlencoded`.
        case form([Parameter])
        /// JSON text.
        case json([UInt8])
        case bytes([UInt8], contentType: String? = nil)
        /// The file at this path, streamed.
        case file(String, contentType: String? = nil)
        /// `multipart/form-data`.
        case multipart(MultipartForm)
    }
}

extension HTTPFields {
    /// Header names and values as a script wrote them.
    /// - Throws: ``OAuthError`` of kind `config` for what HTTP does not allow (RFC 9110 §5.1, §5.5), line breaks among it.
    public init(checking headers: [Parameter]) throws(OAuthError) {
        self.init()
        for header in headers {
            guard let name = HTTPField.Name(header.name) else {
                throw OAuthError(.config, "\"\(header.name)\" cannot be the name of a header")
            }
            guard HTTPField.isValidValue(header.value) else {
                throw OAuthError(
                    .config, "the value of the header \(header.name) holds a character that is not allowed")
            }
            append(HTTPField(name: name, value: header.value))
        }
    }
}

extension APIRequest.Content {
    /// What is sent, and as what type.
    var outgoing: (body: RequestBody, contentType: String?) {
        switch self {
        case .none: (.none, nil)
        case .form(let parameters):
            (.bytes(Array(QueryString.form(parameters).utf8)), "application/x-www-form-urlencoded")
        case .json(let bytes): (.bytes(bytes), "application/json")
        case .bytes(let bytes, let type): (.bytes(bytes), type)
        case .file(let path, let type): (.file(path), type)
        case .multipart(let form): (.pieces(form.pieces), form.contentType)
        }
    }
}

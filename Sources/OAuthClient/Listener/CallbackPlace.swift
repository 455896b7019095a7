/// Where the provider's answer is waited for, and in which forms it may come.
public struct CallbackPlace: Sendable {
    /// `127.0.0.1`, `::1` (or `[::1]`) or `localhost`.
    public var host: String
    /// nil or 0 for any free one.
    public var port: Int?
    /// Compared character for character; everything else is answered 404.
    public var path: String
    /// For https; nil for http.
    public var certificate: LoopbackCertificate?
    /// Whether the answer may be a form that is posted here (`response_mode=form_post`).
    public var acceptsForms: Bool
    /// Whether the answer may stand behind the `#` of the address, which browsers do not send: then a page is served that
    /// reads it there and posts it here.
    public var readsFragment: Bool

    public init(
        host: String = "127.0.0.1", port: Int? = nil, path: String = "/callback",
        certificate: LoopbackCertificate? = nil, acceptsForms: Bool = false, readsFragment: Bool = false
    ) {
        self.host = host
        self.port = port
        self.path = path
        self.certificate = certificate
        self.acceptsForms = acceptsForms || readsFragment
        self.readsFragment = readsFragment
    }
}

/// Where the provider is reached, and the plain demo values to reach it with.
public struct Endpoints: Sendable {
    public let port: Int
    /// `http://127.0.0.1:PORT`, or `https://…`, without a slash at the end; everything else is below it.
    public let baseURL: String
    public let clientID: String
    public let clientSecret: String
    public let publicClientID: String
    /// Who signed the server's certificate, and the client's; nil without https.
    public internal(set) var authority: CertificateAuthority?

    init(port: Int, options: DemoProvider.Options) {
        self.port = port
        baseURL = "\(options.usesTLS ? "https" : "http")://127.0.0.1:\(port)"
        clientID = options.clientID
        clientSecret = options.clientSecret
        publicClientID = options.publicClientID
    }

    public var issuer: String { baseURL }
    public var authorizationURL: String { baseURL + "/oauth/authorize" }
    public var tokenURL: String { baseURL + "/oauth/token" }
    public var deviceAuthorizationURL: String { baseURL + "/oauth/device" }
    public var registrationURL: String { baseURL + "/oauth/register" }
    public var endSessionURL: String { baseURL + "/oauth/end_session" }
    public var jwksURL: String { baseURL + "/jwks" }
    public var userinfoURL: String { baseURL + "/userinfo" }
    /// OpenID Connect Discovery 1.0 §4; the same document is RFC 8414's at `/.well-known/oauth-authorization-server`.
    public var discoveryURL: String { baseURL + "/.well-known/openid-configuration" }
}

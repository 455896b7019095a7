import HTTPTypes
import Hummingbird
import OAuthCore

/// A known provider as `oauthlua demo --serve --as ID` plays it: at its own host names and paths, as strict as it is, and with
/// its own shapes of answers and errors. What providers differ in is data here, and a few closures for what no data says.
///
/// The facts come from the providers' public documentation. Nothing is shared with the presets: a preset that is checked
/// against itself would always be right.
struct Masquerade: Sendable {
    var id: String
    var authorization: AuthorizationRules
    var token: TokenRules
    var api: APIRules
    var openID: OpenIDRules?
    /// OAuth 1.0a beside OAuth 2.
    var signed: SignatureRules?

    /// What the demo's clients are registered with at providers that compare every character.
    static let redirectURI = "http://localhost:8484/callback"

    /// All there are, by id.
    static let all: [String: Masquerade] = Dictionary(
        uniqueKeysWithValues: [
            atlassian, dropbox, facebook, fitbit, github, google, linkedin, microsoft, notion, quickbooks, reddit,
            salesforce, shopify, slack, spotify, strava, tiktok, x, xero, zoom,
        ].map { ($0.id, $0) })

    private var urls: [String] {
        [authorization.url, token.url] + api.endpoints.map(\.url)
            + [openID?.discovery, openID?.keys].compactMap(\.self)
            + (signed.map { [$0.requestToken, $0.authorize, $0.accessToken] } ?? [])
    }

    /// The host names it is reached at; a part may be a `*`.
    var hosts: [String] {
        Set(urls.map { URLPattern.host(of: $0) }).sorted()
    }

    func isAt(_ host: String) -> Bool {
        urls.contains { URLPattern($0.prefix { $0 != "/" }).match(host) != nil }
    }
}

/// The authorization endpoint, and what a client is registered with.
struct AuthorizationRules: Sendable {
    enum PKCE: Sendable { case ignored, optional, required }

    /// Which redirect URIs are accepted.
    enum Redirect: Sendable {
        /// To the character.
        case exact(String)
        /// This one, with whatever port.
        case anyPort(String)
        /// Any port and path of 127.0.0.1, `[::1]` and localhost.
        case loopback
    }

    /// Host and path, of which parts may be `{variables}`.
    var url: String
    var clientParameter = "client_id"
    var redirect = Redirect.exact(Masquerade.redirectURI)
    var pkce = PKCE.optional
    /// Of space and comma; a scope with the other one in it is none.
    var scopeSeparators: Set<Character> = [" "]
    /// At least one of them has to be there.
    var scopeParameters = ["scope"]
    var needsScope = true
    /// Parameters that have to be there with this value.
    var required: [String: String] = [:]
    /// What the path's variables may be.
    var allows: @Sendable ([String: String]) -> Bool = { _ in true }
    var givesRefreshToken: @Sendable (PlayedLogin) -> Bool = { _ in true }
    /// Further parameters of the callback, which has the given ones already. The secret is the client's.
    var callback: @Sendable (PlayedLogin, [Parameter], _ secret: String) -> [Parameter] = { _, _, _ in [] }
}

/// The token endpoint.
struct TokenRules: Sendable {
    enum ClientAuthentication: Sendable {
        case basic, post
        /// Public clients, which must not send a secret.
        case none
    }

    /// What becomes of a refresh token when it is used.
    enum Rotation: Sendable, Equatable {
        /// A new one comes, and the old one has ended; for so many seconds it may come again.
        case single(grace: Int)
        /// A new one comes, and the old one lives on.
        case renewed
        /// It stays, and comes again.
        case repeated
        /// It stays, and the answer has none.
        case omitted
    }

    enum Body: Sendable { case form, json, either }

    var url: String
    /// Whether everything may stand in the query of a GET.
    var takesGET = false
    var body = Body.form
    var clientAuthentication: Set<ClientAuthentication>
    var needsRedirectURI = true
    /// Seconds.
    var lifetime = 3600
    var rotation = Rotation.omitted
    /// Whether a refresh ends the access tokens there were.
    var endsOldTokens = false
    /// A grant type that exchanges a living access token, which is the parameter of the same name, for one that lives long.
    var exchange: String?
    var longLifetime = 5_184_000
    /// A request that is refused whatever it says.
    var demands: @Sendable (Request) -> Response? = { _ in nil }
    var answer: @Sendable (PlayedAnswer) -> JSON = { $0.standard }
    var write: @Sendable (JSON, Request) -> Response = { json, _ in .json(json, headers: .uncached) }
    var refuse: @Sendable (PlayedRefusal, Request) -> Response = { refusal, _ in refusal.standard }
}

/// The API behind it: enough to see that a token works.
struct APIRules: Sendable {
    struct Endpoint: Sendable {
        var url: String
        var method: HTTPRequest.Method
        var answer: @Sendable (PlayedCall) -> Response

        init(
            _ url: String, method: HTTPRequest.Method = .get, answer: @escaping @Sendable (PlayedCall) -> Response
        ) {
            self.url = url
            self.method = method
            self.answer = answer
        }
    }

    /// A header that has the token without a scheme; nil for `Authorization: Bearer`.
    var header: HTTPField.Name?
    /// A request that is refused before its token is looked at.
    var demands: @Sendable (Request) -> Response? = { _ in nil }
    var unauthorized: @Sendable () -> Response
    var endpoints: [Endpoint]
}

/// OpenID Connect: ID tokens, and where a client learns to check them.
struct OpenIDRules: Sendable {
    var issuer: String
    /// Where the metadata is; nil where there is none at the place that the standard says.
    var discovery: String?
    var keys: String
    /// Whether an ID token has the nonce of the authorization request.
    var repeatsNonce = true
}

/// OAuth 1.0a.
struct SignatureRules: Sendable {
    var requestToken: String
    var authorize: String
    var accessToken: String
    /// Compared with `oauth_callback` to the character.
    var redirectURI: String
}

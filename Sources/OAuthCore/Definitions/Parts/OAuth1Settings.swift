/// What only OAuth 1.0a has (RFC 5849).
public struct OAuth1Settings: Sendable {
    public var signatureMethod = OAuth1.SignatureMethod.hmacSHA1
    public var placement = OAuth1.Placement.header
    /// In the Authorization header, outside of the signature base string (RFC 5849 §3.4.1.3.1).
    public var realm: String?
    /// `oauth_body_hash` for bodies that are no forms.
    public var includesBodyHash = false
    /// `oauth_callback_confirmed` must come (RFC 5849 §2.1).
    public var requiresCallbackConfirmation = true
    /// `oauth_verifier` must come (RFC 5849 §2.2).
    public var requiresVerifier = true
    /// A token obtained elsewhere.
    public var token: Redacted<String>?
    public var tokenSecret: Redacted<String>?

    public init() {}
}

extension ConnectionSchema {
    static let oauth1Fields: [DefinitionField] = [
        .init(
            "signature_method", .choice(OAuth1.SignatureMethod.allCases.map(\.rawValue)), .requests,
            "OAuth 1.0a: how requests are signed; default HMAC-SHA1"),
        .init(
            "placement", .choice(OAuth1.Placement.allCases.map(\.rawValue)), .requests,
            "OAuth 1.0a: where the signature stands; default header"),
        .init("realm", .text, .requests, "OAuth 1.0a: the realm of the Authorization header"),
        .init("body_hash", .boolean, .requests, "OAuth 1.0a: sign a hash of bodies that are no forms; default false"),
        .init(
            "callback_confirmed", .boolean, .signIn,
            "OAuth 1.0a: false for providers that do not confirm the callback; default true"),
        .init(
            "verifier", .boolean, .signIn, "OAuth 1.0a: false for providers that give no verifier; default true"),
        .init("token", .secretText, .tokens, "OAuth 1.0a: a token obtained elsewhere"),
        .init("token_secret", .secretText, .tokens, "OAuth 1.0a: the secret of that token"),
    ]
}

extension OAuth1Settings {
    /// Everything but the secrets, which are read later.
    init(_ reader: DefinitionReader) {
        signatureMethod = reader.choice("signature_method") ?? .hmacSHA1
        placement = reader.choice("placement") ?? .header
        realm = reader.text("realm")
        includesBodyHash = reader.flag("body_hash", default: false)
        requiresCallbackConfirmation = reader.flag("callback_confirmed", default: true)
        requiresVerifier = reader.flag("verifier", default: true)
    }
}

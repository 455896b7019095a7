/// What a grant needs besides the client.
public struct GrantInputs: Sendable, Equatable {
    public var username: Redacted<String>?
    /// nil: asked for when a person signs in, and never kept.
    public var password: Redacted<String>?
    /// A refresh token that the definition brings: used where none is stored.
    public var refreshToken: Redacted<String>?
    /// A ready assertion (RFC 7521 §4.1).
    public var assertion: Redacted<String>?
    /// The JSON of a service account as Google issues it.
    public var serviceAccount: Redacted<String>?
    /// Whose it is, once it has been read.
    var serviceAccountEmail: String?
    /// The `sub` of an assertion that we sign; nil: its issuer.
    public var subject: String?
    /// More claims of an assertion that we sign.
    public var assertionClaims: [String: JSONValue] = [:]
    /// How long an assertion that we sign may be used; nil: five minutes, or an hour for a service account.
    public var assertionLifetime: Duration?
    /// Who tokens of a grant that needs nobody are for (RFC 8693 §2.1, and providers that took it up).
    public var audiences: [String] = []
    /// RFC 8693 §2.1.
    public var subjectToken: Redacted<String>?
    public var subjectTokenType: String?
    public var actorToken: Redacted<String>?
    public var actorTokenType: String?
    public var requestedTokenType: String?

    public init() {}
}

extension ConnectionSchema {
    static let grantFields: [DefinitionField] = [
        .init("username", .secretText, .tokens, "grant = 'password': the person's name"),
        .init("password", .secretText, .tokens, "grant = 'password': left out, it is asked for at sign-in"),
        .init("refresh_token", .secretText, .tokens, "a refresh token obtained elsewhere: no sign-in is needed"),
        .init("assertion", .secretText, .tokens, "a ready assertion for jwt_bearer or saml2_bearer"),
        .init(
            "service_account", .keyText, .tokens,
            "grant = 'jwt_bearer': a service account's JSON file as Google issues it, \"file:PATH\""),
        .init("subject", .text, .tokens, "grant = 'jwt_bearer': on whose behalf; default the issuer of the assertion"),
        .init("assertion_claims", .json, .tokens, "grant = 'jwt_bearer': more claims of the assertion"),
        .init(
            "assertion_lifetime", .seconds(limit: 86_400), .tokens,
            "grant = 'jwt_bearer': how long the assertion may be used; default 300 seconds"),
        .init(
            "audience", .textOrList, .tokens,
            "who the token is for, as parameters of the token request; for grants that need nobody"),
        .init("subject_token", .secretText, .tokens, "grant = 'token_exchange': the token to exchange (RFC 8693)"),
        .init("subject_token_type", .text, .tokens, "its type: access_token (default), jwt, id_token, … or a URI"),
        .init("actor_token", .secretText, .tokens, "grant = 'token_exchange': who acts for the subject"),
        .init("actor_token_type", .text, .tokens, "its type, as subject_token_type"),
        .init("requested_token_type", .text, .tokens, "what to ask for, as subject_token_type"),
    ]
}

extension GrantInputs {
    /// Everything but the secrets, which are read later.
    init(_ reader: DefinitionReader) throws(OAuthError) {
        subject = reader.text("subject")
        assertionClaims = reader.jsonObject("assertion_claims")
        assertionLifetime = reader.duration("assertion_lifetime")
        audiences = reader.texts("audience") ?? []
        for field in ["subject_token_type", "actor_token_type", "requested_token_type"] {
            guard let type = reader.text(field) else { continue }
            do { try TokenType.check(type) } catch { throw error.error(field: field, connection: reader.connection) }
        }
        subjectTokenType = reader.text("subject_token_type")
        actorTokenType = reader.text("actor_token_type")
        requestedTokenType = reader.text("requested_token_type")
    }
}

import OAuthCore

extension ProviderState {
    private static let tokenType = "urn:ietf:params:oauth:token-type:"
    private static let tokenTypes = ["access_token", "refresh_token", "id_token", "jwt", "saml1", "saml2"]

    /// RFC 8693. Tokens of this provider have to be alive; of other sorts it is only looked at what they seem to be.
    func tokenExchangeGrant(_ asking: GrantRequest) throws(TokenError) -> TokenAnswer {
        let subject = try exchanged(asking, "subject_token")
        guard let subject else { throw TokenError("invalid_request", "subject_token is missing") }
        let actor = try exchanged(asking, "actor_token")
        let requested = asking.form["requested_token_type"] ?? Self.tokenType + "access_token"
        guard let kind = Self.kind(requested), ["access_token", "jwt", "id_token"].contains(kind) else {
            throw TokenError("invalid_request", "A token of type \(Scope.printable(requested)) cannot be had")
        }
        let resources = try asking.resources()
        let audiences = asking.form.parameters.filter { $0.name == "audience" }.map(\.value)
        if let unknown = audiences.first(where: { $0 == "unknown" }) {
            throw TokenError("invalid_target", "There is no audience \(unknown)")
        }
        var details = LoginDetails(subject: subject, resources: resources + audiences)
        details.actor = actor.map { ["sub": .string($0)] }
        let answer = open(asking, scope: try asking.scope(), details: details, refreshToken: false).answer
            .with("issued_token_type", .string(requested))
        guard kind != "access_token" else { return answer }
        // §2.2.1: what is no access token has no token_type.
        return answer.with("token_type", "N_A").with(
            "access_token",
            .string(
                idToken(
                    for: asking.client, details: details, scope: ["openid"], accessToken: nil, code: nil,
                    now: asking.now)))
    }

    private static func kind(_ type: String) -> String? {
        guard type.hasPrefix(tokenType) else { return nil }
        let name = String(type.dropFirst(tokenType.count))
        return tokenTypes.contains(name) ? name : nil
    }

    /// Whom the token is about; nil where there is none.
    private func exchanged(_ asking: GrantRequest, _ name: String) throws(TokenError) -> String? {
        guard let text = asking.form[name] else {
            guard asking.form[name + "_type"] == nil else {
                throw TokenError("invalid_request", "There is a \(name)_type without a \(name)")
            }
            return nil
        }
        guard let kind = Self.kind(try asking.required(name + "_type")) else {
            throw TokenError("invalid_request", "\(name)_type is not a token type of RFC 8693 §3")
        }
        let token = Redacted(text)
        func refused() -> TokenError { TokenError("invalid_request", "The \(name) is not valid") }
        switch kind {
        case "access_token":
            guard let grant = liveGrant(token) else { throw refused() }
            return families[grant.family].details.subject ?? families[grant.family].clientID
        case "refresh_token":
            guard honours(token), let number = familyOfRefreshToken[token] else { throw refused() }
            return families[number].details.subject
        case "jwt", "id_token":
            guard let subject = JWS(text)?.claims["sub"]?.text else { throw refused() }
            return subject
        default:
            guard Base64URL.decode(text) != nil else { throw refused() }
            return DemoUser.subject
        }
    }
}

extension ProviderState {
    static let grantTypes = [
        "authorization_code", "refresh_token", "client_credentials", "password", deviceGrant, jwtBearerGrant,
        samlBearerGrant, tokenExchangeGrant, extensionGrant, accountGrant,
    ]
    static let deviceGrant = "urn:ietf:params:oauth:grant-type:device_code"
    static let jwtBearerGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer"
    static let samlBearerGrant = "urn:ietf:params:oauth:grant-type:saml2-bearer"
    static let tokenExchangeGrant = "urn:ietf:params:oauth:grant-type:token-exchange"
    /// Any parameters; the answer repeats them in `received` (RFC 6749 §4.5).
    static let extensionGrant = "urn:demo:params:oauth:grant-type:free"
    /// Zoom's: a grant by a plain name, with `account_id`.
    static let accountGrant = "account_credentials"

    func granted(_ asking: GrantRequest) throws(TokenError) -> TokenAnswer {
        switch asking.form["grant_type"] {
        case "authorization_code": try codeGrant(asking)
        case "refresh_token": try refreshGrant(asking)
        case "client_credentials": try clientCredentialsGrant(asking)
        case "password": try passwordGrant(asking)
        case Self.deviceGrant: try deviceGrant(asking)
        case Self.jwtBearerGrant: try jwtBearerGrant(asking)
        case Self.samlBearerGrant: try samlBearerGrant(asking)
        case Self.tokenExchangeGrant: try tokenExchangeGrant(asking)
        case Self.extensionGrant, Self.accountGrant: try extensionGrant(asking)
        case nil: throw TokenError("invalid_request", "grant_type is missing")
        default: throw TokenError("unsupported_grant_type", "There is no such grant type here")
        }
    }
}

import OAuthCore

/// What an authorization request asks for, when all of it is right (RFC 6749 §4.1.1, RFC 7636 §4.3).
struct SignInRequest: Sendable, Equatable {
    var clientID: String
    var clientName: String
    var redirectURI: String
    var scope: [String]
    var state: String?
    var codeChallenge: String?
    var prompts: Set<String> = []
    var parts: Set<ResponsePart> = [.code]
    var mode = ResponseMode.query
    /// The issuer that was asked, where it is not the provider's own.
    var issuer: String?
    /// `dpop_jkt`: the key that may redeem the code (RFC 9449 §10).
    var proofKey: String?
    /// What the tokens will be about: nonce, resources, authorization details.
    var details = LoginDetails()
    var quirks = CallbackQuirks()
}

/// What comes of an authorization request.
enum SignInVerdict: Sendable, Equatable {
    case ask(SignInRequest)
    /// The redirect URI is not trustworthy: a page for the person, never a redirect (RFC 6749 §4.1.2.1).
    case page(title: String, detail: String)
    case redirect(SignInError)
}

/// An error that the client is told through the browser (RFC 6749 §4.1.2.1).
struct SignInError: Error, Sendable, Equatable {
    var code: String
    var description: String
    var clientID = ""
    var redirectURI: String
    var state: String?
    var mode = ResponseMode.query
    var issuer: String?
}

extension SignInRequest {
    /// The same client's answer, when it is no.
    func error(_ code: String, _ description: String) -> SignInError {
        SignInError(
            code: code, description: description, clientID: clientID, redirectURI: redirectURI, state: state,
            mode: mode, issuer: issuer)
    }
}

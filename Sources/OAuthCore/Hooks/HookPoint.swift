/// Where a definition's own functions are called: for what no field of a definition can say.
public enum HookPoint: String, Sendable, Hashable, CaseIterable {
    /// The URL that the browser opens, before it is opened.
    case authorizeURL = "authorize_url"
    /// Any request to the token endpoint, complete and ready to be sent.
    case tokenRequest = "token_request"
    /// Any answer of the token endpoint, before it is read.
    case tokenResponse = "token_response"
    /// What renews a token, in place of the refresh request of RFC 6749 §6.
    case refresh
    /// Every request to the API, after the token was added.
    case signRequest = "sign_request"
    /// A failure that the provider reported, before it is told to anyone.
    case error
    /// Once after each sign-in, when the token is stored.
    case afterLogin = "after_login"
}

extension ErrorExplanation {
    private static func code(_ code: String, _ cause: String, _ fix: String) -> ErrorExplanation {
        ErrorExplanation(code, cause, fix, isStandard: true)
    }

    static let standard: [ErrorExplanation] = [
        // RFC 6749 §4.1.2.1 and §5.2
        code(
            "invalid_request", "a parameter is missing, unknown, given twice, or not as the provider wants it",
            "Compare the definition with the provider's documentation; -v shows what is sent"),
        code(
            "invalid_client", "the provider does not know this client, or did not accept how it proved itself",
            "Check client_id and client_secret for spaces and for the right app, and try another client_auth"),
        code(
            "invalid_grant",
            "the code, refresh token, password or assertion has ended, was used or withdrawn, or is another client's",
            "Sign in again; check this machine's clock"),
        code(
            "unauthorized_client", "this client may not use this grant",
            "Allow the grant for the client at the provider, or choose another grant"),
        code(
            "unsupported_grant_type", "the provider does not have this grant at this token endpoint",
            "Check grant and token_url"),
        code(
            "unsupported_response_type", "the provider does not give authorization codes to this client",
            "Allow the authorization code flow for the client at the provider"),
        code(
            "invalid_scope", "a scope is unknown, misspelt, or more than this client may ask for",
            "Check the field scope and what the client is allowed at the provider; some want commas (scope_separator)"),
        code(
            "access_denied", "somebody said no: the person at the consent page, or a rule of the organization",
            "Sign in again and consent, or ask whoever administers the account"),
        code("server_error", "the provider failed by itself", "Try again later"),
        code("temporarily_unavailable", "the provider is overloaded or under maintenance", "Try again later"),
        // RFC 6750 §3.1
        code(
            "invalid_token", "the access token has ended, was withdrawn, or is for another API",
            "Sign in again; check that the definition asks for this API's scope or audience"),
        code(
            "insufficient_scope", "the login does not cover what this request needs",
            "Add the scope that the API's documentation names to the field scope, and sign in again"),
        // RFC 8628 §3.5
        code(
            "authorization_pending", "nobody has entered the code on the provider's page yet",
            "Open the page that was shown, and enter the code"),
        code("slow_down", "the provider was asked too often", "Wait a minute, and try again"),
        code(
            "expired_token", "the code was not entered in time, or the token has ended",
            "Run the command again, and enter the new code sooner"),
        // RFC 7009, RFC 8707, RFC 9396
        code(
            "unsupported_token_type", "the provider cannot revoke this type of token",
            "Withdraw the access in the account's settings at the provider"),
        code(
            "invalid_target", "the resource or audience asked for is unknown, or not this client's to ask for",
            "Check the fields resource and audience"),
        code(
            "invalid_authorization_details",
            "authorization_details have a type or field that the provider does not take",
            "Compare authorization_details with the provider's documentation"),
        // RFC 9101, OpenID Connect Core §3.1.2.6
        code(
            "invalid_request_object", "the signed request could not be read or its signature is not the client's",
            "Check private_key, key_id and signing_alg, and that the provider has the public key"),
        code(
            "invalid_request_uri", "the pushed request is unknown or has ended",
            "Sign in again; if it comes again, write pushed_authorization = false"),
        code(
            "request_not_supported", "the provider takes no signed requests", "Take the field request_object out"),
        code(
            "request_uri_not_supported", "the provider takes no requests by reference",
            "Write pushed_authorization = false"),
        code(
            "login_required", "prompt = 'none' was asked for, but nobody is signed in at the provider",
            "Sign in without prompt = 'none' in authorize_params"),
        code(
            "interaction_required", "the provider wants the person to do something, and was asked to show no page",
            "Sign in again, without prompt = 'none' in authorize_params"),
        code(
            "consent_required", "the person has not consented to these scopes yet",
            "Sign in again, without prompt = 'none' in authorize_params"),
        code(
            "account_selection_required", "several accounts are signed in, and none was chosen",
            "Sign in again, with prompt = 'select_account' in authorize_params"),
        // RFC 7591 §3.2.2
        code(
            "invalid_redirect_uri", "the provider does not accept this redirect URI for a client",
            "Give the field redirect_uri one that the provider's documentation allows"),
        code(
            "invalid_client_metadata", "the provider does not accept how the client describes itself",
            "Compare the field registration_params with what the provider's documentation takes"),
        code(
            "invalid_software_statement", "the software statement is not valid for this provider",
            "Ask the provider for a new one"),
        code(
            "unapproved_software_statement", "the provider has not approved this software",
            "Ask the provider for approval"),
        // RFC 9449 §5 and §8, RFC 9470 §3
        code(
            "invalid_dpop_proof", "the proof of possession was not accepted, most often because of the clock",
            "Check this machine's clock; sign in again if the key was replaced"),
        code(
            "use_dpop_nonce", "the provider kept asking for a new nonce",
            "Try again; if it comes again, a proxy may be taking the header DPoP-Nonce out"),
        code(
            "insufficient_user_authentication", "this request wants a stronger or a more recent sign-in",
            "Sign in again; acr_values or max_age in authorize_params say how"),
    ]
}

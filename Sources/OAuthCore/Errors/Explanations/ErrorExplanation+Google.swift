extension ErrorExplanation {
    private static func code(_ code: String, _ cause: String, _ fix: String) -> ErrorExplanation {
        ErrorExplanation(code, of: .google, cause, fix)
    }

    static let google: [ErrorExplanation] = [
        code(
            "invalid_grant",
            "Google has ended the login: after 7 days while the app's publishing status is Testing, after 6 months "
                + "unused, after a change of password (mail scopes), or because newer logins pushed it out",
            "Sign in again; publish the app in the console (OAuth consent screen, Audience) to be rid of the 7 days"),
        code(
            "invalid_client", "Google does not know this client id, or the secret is another client's",
            "Copy both again from the console (Credentials, OAuth 2.0 Client IDs)"),
        code(
            "unauthorized_client",
            "this client may not get these tokens: for a service account, domain-wide delegation lacks it or a scope",
            "For a service account, have an administrator add its client id and these scopes; else sign in again"),
        code(
            "access_denied",
            "consent was refused, or the app is in testing and the account is not one of its test users",
            "Add the account under test users in the console, or consent"),
        ErrorExplanation(
            "redirect_uri_mismatch",
            "the redirect URI that was sent is not registered for this client, to the character and with the port",
            "Register exactly the one that is sent; Google's clients of type Desktop app take any port on 127.0.0.1"),
        ErrorExplanation(
            "admin_policy_enforced", "an administrator of the organization has blocked this app or these scopes",
            "Ask the administrator to trust the client id under API controls"),
        ErrorExplanation(
            "disallowed_useragent", "the provider's sign-in page does not open in embedded browsers",
            "Open the printed URL in a full browser: oauthlua authorize --no-browser"),
        code(
            "org_internal", "the app is for its own organization only, and this account is outside",
            "Sign in with an account of the organization, or make the app external in the console"),
        code(
            "deleted_client", "the client was deleted in the console",
            "Make a new client there, and use its client_id and client_secret"),
        code(
            "restricted_client", "the client is suspended, or asks for scopes that Google has not verified it for",
            "Look at the app's verification status in the console"),
        code(
            "origin_mismatch", "the client is meant for scripts in a page, whose address is not registered with it",
            "Make a client of type Desktop app"),
        code(
            "invalid_rapt", "the organization wants people to sign in anew after some hours",
            "Sign in again, or have the administrator trust the app in session control; cron wants a service account"),
        code(
            "rapt_required", "the organization wants people to sign in anew after some hours",
            "Sign in again, or have the administrator trust the app in session control; cron wants a service account"),
        code(
            "accessNotConfigured", "the API is not switched on in the client's project",
            "Enable it in the console (APIs & Services, Library), and wait a few minutes"),
        code(
            "SERVICE_DISABLED", "the API is not switched on in the client's project",
            "Enable it in the console (APIs & Services, Library), and wait a few minutes"),
        code(
            "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "the login does not cover what this request needs",
            "Add the scope that the method's documentation names, and sign in again"),
        code(
            "insufficientPermissions", "the login does not cover what this request needs",
            "Add the scope that the method's documentation names, and sign in again"),
        code(
            "ACCESS_TOKEN_EXPIRED", "the access token has ended", "Sign in again"),
        code(
            "ACCESS_TOKEN_TYPE_UNSUPPORTED", "this API does not take tokens of this kind of login",
            "Check in the API's documentation which accounts may use it"),
        code("rateLimitExceeded", "too many requests in a short time", "Set rate or limit, or try again later"),
        code(
            "userRateLimitExceeded", "too many requests for this account in a short time",
            "Set rate or limit, or try again later"),
        code(
            "dailyLimitExceeded", "the project's quota for today is used up",
            "Try again after midnight Pacific time, or raise the quota in the console"),
        code(
            "quotaExceeded", "a quota of the project is used up",
            "Look at the quotas in the console, and try again later"),
        code(
            "domainPolicy", "an administrator has switched this service off for apps",
            "Ask the administrator to allow access by apps"),
        code(
            "authError", "Google does not accept the token", "Sign in again"),
    ]
}

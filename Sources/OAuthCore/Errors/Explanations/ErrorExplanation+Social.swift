extension ErrorExplanation {
    static let social: [ErrorExplanation] = [
        // Facebook
        ErrorExplanation(
            "190", of: .facebook, "the token has ended, was withdrawn, or the password was changed",
            "Sign in again; a long-lived token lasts 60 days, and is renewed only while it lives"),
        ErrorExplanation(
            "191", of: .facebook, "the redirect URI that was sent is not one of the app's",
            "Add it under Facebook Login, Settings, Valid OAuth Redirect URIs"),
        ErrorExplanation(
            "100", of: .facebook, "a parameter is wrong, or the code was used before",
            "Compare the request with the documentation; sign in again if it came while signing in"),
        ErrorExplanation(
            "10", of: .facebook, "the app has no permission for this, or the person did not grant it",
            "Add the permission to scope and sign in again; many need App Review first"),
        ErrorExplanation(
            "200", of: .facebook, "the app has no permission for this, or the person did not grant it",
            "Add the permission to scope and sign in again; many need App Review first"),
        ErrorExplanation(
            "4", of: .facebook, "too many requests for the app or the account",
            "Set rate, or try again later"),
        ErrorExplanation(
            "17", of: .facebook, "too many requests for the app or the account",
            "Set rate, or try again later"),
        ErrorExplanation(
            "32", of: .facebook, "too many requests for the app or the account",
            "Set rate, or try again later"),
        ErrorExplanation(
            "613", of: .facebook, "too many requests for the app or the account",
            "Set rate, or try again later"),
        ErrorExplanation("101", of: .facebook, "there is no such app", "Check client_id: it is the App ID"),
        // X
        ErrorExplanation(
            "32", of: .x, "X could not tell who signed the request",
            "Check the consumer key and secret and the token's, and this machine's clock"),
        ErrorExplanation("89", of: .x, "the token has ended or was withdrawn", "Sign in again"),
        ErrorExplanation(
            "99", of: .x, "X does not accept the client's credentials",
            "Copy the keys again from the developer portal"),
        ErrorExplanation("135", of: .x, "the timestamp is out of bounds", "Check this machine's clock"),
        ErrorExplanation(
            "215", of: .x, "the request was not signed as this endpoint wants it",
            "Check that the endpoint takes this kind of login (OAuth 1.0a or 2.0, app or person)"),
        ErrorExplanation("326", of: .x, "the account is locked", "Open X in a browser, and unlock the account"),
        ErrorExplanation(
            "415", of: .x, "the callback URL is not one of the app's",
            "Add it under User authentication settings in the developer portal"),
        ErrorExplanation("416", of: .x, "the app is suspended", "Look at the app's status in the developer portal"),
        ErrorExplanation(
            "client-not-enrolled", of: .x, "the app is in no project, or the project has no access to this endpoint",
            "Put the app into a project in the developer portal, and look at its access level"),
        ErrorExplanation(
            "453", of: .x, "the app's access level does not include this endpoint",
            "Choose another access level in the developer portal, or an endpoint of v2"),
        ErrorExplanation(
            "invalid_request", of: .x,
            "a parameter is wrong, or the code or refresh token was used before or withdrawn",
            "Sign in again", endsLogin: true),
        // LinkedIn
        ErrorExplanation(
            "unauthorized_scope_error", of: .linkedin, "the app's products do not include a scope that is asked for",
            "Add the product to the app (Products tab), or take the scope out"),
        ErrorExplanation(
            "user_cancelled_login", of: .linkedin, "the person left the sign-in page",
            "Sign in again and consent"),
        ErrorExplanation(
            "user_cancelled_authorize", of: .linkedin, "the person left the sign-in page",
            "Sign in again and consent"),
        ErrorExplanation(
            "REVOKED_ACCESS_TOKEN", of: .linkedin, "the token has ended (60 days) or was withdrawn",
            "Sign in again: only approved apps get refresh tokens"),
        ErrorExplanation(
            "EXPIRED_ACCESS_TOKEN", of: .linkedin, "the token has ended (60 days) or was withdrawn",
            "Sign in again: only approved apps get refresh tokens"),
        ErrorExplanation(
            "EMPTY_ACCESS_TOKEN", of: .linkedin, "the request had no token",
            "Check that the URL is on a host of the connection"),
        // TikTok
        ErrorExplanation("access_token_invalid", of: .tiktok, "the token has ended or was withdrawn", "Sign in again"),
        ErrorExplanation(
            "scope_not_authorized", of: .tiktok, "the person did not grant a scope, or the app does not have it",
            "Add the scope to the app and to scope, and sign in again"),
        ErrorExplanation(
            "scope_permission_missed", of: .tiktok, "the person did not grant a scope, or the app does not have it",
            "Add the scope to the app and to scope, and sign in again"),
        ErrorExplanation(
            "spam_risk_user_banned_from_posting", of: .tiktok, "the account may not post",
            "Look at the account in TikTok's app"),
        // Spotify
        ErrorExplanation(
            "invalid_client", of: .spotify,
            "the client is unknown, or the redirect URI that was sent is not one of the app's",
            "Check client_id, and add http://127.0.0.1/callback to the app's redirect URIs: localhost is refused"),
        ErrorExplanation(
            "invalid_grant", of: .spotify, "the login was withdrawn, or the app was removed from the account",
            "Sign in again"),
        // Reddit
        ErrorExplanation(
            "invalid_grant", of: .reddit, "the code was used before, or the login was withdrawn",
            "Sign in again"),
        ErrorExplanation(
            "USER_REQUIRED", of: .reddit, "this needs a person's login, not the app's own",
            "Use grant = 'authorization_code'"),
        ErrorExplanation(
            "400", of: .reddit, "Reddit does not say what is wrong; of a refresh it means that the login was withdrawn",
            "Sign in again"),
        ErrorExplanation(
            "429", of: .reddit, "too many requests, or a User-Agent that does not say who is asking",
            "Write user_agent = \"linux:my-script:1.0 (by /u/me)\", or try again later"),
        // Fitbit
        ErrorExplanation("expired_token", of: .fitbit, "the token has ended after 8 hours", "Sign in again"),
        ErrorExplanation(
            "invalid_grant", of: .fitbit, "the refresh token was used before, or the login was withdrawn",
            "Sign in again"),
        // Strava
        ErrorExplanation("invalid_grant", of: .strava, "the login was withdrawn", "Sign in again"),
        ErrorExplanation(
            "invalid_refresh_token", of: .strava,
            "the refresh token was replaced by a newer one, or the login was withdrawn",
            "Sign in again"),
        ErrorExplanation("invalid_code", of: .strava, "the code has ended or was used before", "Sign in again"),
        ErrorExplanation(
            "invalid_client_id", of: .strava, "Strava does not know this client, or the secret is another one's",
            "Copy both again from Settings, My API Application"),
    ]
}

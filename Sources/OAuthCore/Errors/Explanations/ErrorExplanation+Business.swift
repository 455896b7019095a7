extension ErrorExplanation {
    static let business: [ErrorExplanation] = [
        // GitHub
        ErrorExplanation(
            "bad_verification_code", of: .github, "the code has ended (10 minutes) or was used before",
            "Sign in again"),
        ErrorExplanation(
            "incorrect_client_credentials", of: .github, "client_id or client_secret is not this app's",
            "Copy both again from the app's settings at GitHub; a new secret is shown only once"),
        ErrorExplanation(
            "incorrect_device_code", of: .github, "the device code is not valid any more",
            "Run the command again"),
        ErrorExplanation(
            "device_flow_disabled", of: .github, "the app does not have the device flow switched on",
            "Switch on Enable Device Flow in the app's settings at GitHub, or use grant = 'authorization_code'"),
        ErrorExplanation(
            "bad_refresh_token", of: .github, "the refresh token has ended (6 months) or was used before",
            "Sign in again"),
        ErrorExplanation("application_suspended", of: .github, "GitHub has suspended the app", "Ask GitHub's support"),
        ErrorExplanation(
            "unverified_user_email", of: .github, "the account's mail address is not verified",
            "Verify it in the account's settings at GitHub"),
        // Slack
        ErrorExplanation(
            "invalid_auth", of: .slack,
            "Slack does not accept the token: it is missing, withdrawn or of another workspace",
            "Sign in again"),
        ErrorExplanation(
            "not_authed", of: .slack,
            "Slack does not accept the token: it is missing, withdrawn or of another workspace",
            "Sign in again"),
        ErrorExplanation(
            "token_revoked", of: .slack, "the token was withdrawn, by a person or because the app was removed",
            "Sign in again"),
        ErrorExplanation(
            "token_expired", of: .slack, "the token has ended, and rotation is on",
            "Sign in again, so that a refresh token is kept"),
        ErrorExplanation(
            "account_inactive", of: .slack, "the account or the workspace is deactivated",
            "Sign in with another account"),
        ErrorExplanation(
            "missing_scope", of: .slack, "the login does not cover this method",
            "Add the scope that the method's documentation names to the app and to scope or user_scope; sign in again"),
        ErrorExplanation("invalid_code", of: .slack, "the code has ended or was used before", "Sign in again"),
        ErrorExplanation("code_already_used", of: .slack, "the code has ended or was used before", "Sign in again"),
        ErrorExplanation(
            "bad_redirect_uri", of: .slack, "the redirect URI that was sent is not one of the app's",
            "Add it under OAuth & Permissions, Redirect URLs: Slack wants https, for localhost too"),
        ErrorExplanation(
            "bad_client_secret", of: .slack, "client_id or client_secret is not this app's",
            "Copy both again from Basic Information, App Credentials"),
        ErrorExplanation(
            "invalid_client_id", of: .slack, "client_id or client_secret is not this app's",
            "Copy both again from Basic Information, App Credentials"),
        ErrorExplanation(
            "invalid_refresh_token", of: .slack, "the refresh token was used before or withdrawn",
            "Sign in again"),
        ErrorExplanation(
            "ratelimited", of: .slack, "too many requests for this method",
            "Set rate, or try again later"),
        ErrorExplanation(
            "not_allowed_token_type", of: .slack, "this method wants the other kind of token, a bot's or a person's",
            "Ask for it with scope (bot) or user_scope (person), and sign in again"),
        ErrorExplanation(
            "invalid_team_for_non_distributed_app", of: .slack, "the app belongs to one workspace, and this is another",
            "Sign in to the app's own workspace, or activate public distribution"),
        ErrorExplanation(
            "org_login_required", of: .slack, "the workspace is being moved to an organization",
            "Try again later"),
        ErrorExplanation(
            "no_permission", of: .slack, "the workspace's rules do not let this account do that",
            "Ask an administrator of the workspace"),
        ErrorExplanation(
            "team_access_not_granted", of: .slack, "the app is not approved for this workspace",
            "Ask an administrator of the workspace to approve it"),
        // Salesforce
        ErrorExplanation("inactive_user", of: .salesforce, "the account is deactivated", "Ask the administrator"),
        ErrorExplanation(
            "inactive_org", of: .salesforce, "the organization is locked or closed",
            "Ask the administrator"),
        ErrorExplanation(
            "redirect_uri_missing", of: .salesforce, "the request had no redirect URI",
            "Give redirect_uri the callback URL of the connected app, and leave it in authorize_params"),
        ErrorExplanation(
            "invalid_client_id", of: .salesforce,
            "there is no app with this consumer key, or it is so new that it is not known everywhere yet",
            "Check client_id, and wait some minutes after making the app"),
        ErrorExplanation(
            "invalid_app_access", of: .salesforce, "the person may not use the connected app",
            "Have an administrator allow the profile or permission set in the app's policies"),
        ErrorExplanation(
            "OAUTH_APP_BLOCKED", of: .salesforce,
            "an administrator has blocked the connected app, or has not approved it",
            "Ask the administrator to unblock or install it under Connected Apps OAuth Usage"),
        ErrorExplanation(
            "OAUTH_APP_ACCESS_DENIED", of: .salesforce,
            "an administrator has blocked the connected app, or has not approved it",
            "Ask the administrator to unblock or install it under Connected Apps OAuth Usage"),
        ErrorExplanation(
            "OAUTH_EC_APP_NOT_FOUND", of: .salesforce, "the app is not known in this organization",
            "Install it there, or use an app of this organization"),
        ErrorExplanation(
            "INVALID_SESSION_ID", of: .salesforce, "the session has ended, or the token is of another instance",
            "Sign in again; use the instance_url that came with the token"),
        ErrorExplanation(
            "REQUEST_LIMIT_EXCEEDED", of: .salesforce, "the organization's API calls for 24 hours are used up",
            "Try again later, or ask for less"),
        ErrorExplanation(
            "API_DISABLED_FOR_ORG", of: .salesforce, "this edition or profile has no access to the API",
            "Ask the administrator for the permission API Enabled"),
        ErrorExplanation(
            "API_CURRENTLY_DISABLED", of: .salesforce, "this edition or profile has no access to the API",
            "Ask the administrator for the permission API Enabled"),
        ErrorExplanation(
            "invalid_grant", of: .salesforce,
            "the login was withdrawn or pushed out by newer ones, or its policy has ended it",
            "Sign in again; look at the refresh token policy of the connected app"),
        // Intuit
        ErrorExplanation(
            "invalid_grant", of: .intuit,
            "the refresh token has ended (100 days unused), or an older one was used: its value changes about daily",
            "Sign in again"),
        ErrorExplanation(
            "ApplicationAuthenticationFailed", of: .intuit,
            "the token has ended or is not for this company or environment",
            "Check realmId and whether the keys are those of sandbox or production, and sign in again"),
        ErrorExplanation(
            "ApplicationAuthorizationFailed", of: .intuit,
            "the token has ended or is not for this company or environment",
            "Check realmId and whether the keys are those of sandbox or production, and sign in again"),
        ErrorExplanation(
            "3100", of: .intuit, "the token has ended or is not for this company or environment",
            "Check realmId and whether the keys are those of sandbox or production, and sign in again"),
        ErrorExplanation(
            "3200", of: .intuit, "the token has ended or is not for this company or environment",
            "Check realmId and whether the keys are those of sandbox or production, and sign in again"),
        // Dropbox
        ErrorExplanation("invalid_access_token", of: .dropbox, "Dropbox does not accept the token", "Sign in again"),
        ErrorExplanation(
            "expired_access_token", of: .dropbox, "the token has ended after 4 hours, and there is no refresh token",
            "Sign in again with token_access_type = 'offline' in authorize_params"),
        ErrorExplanation(
            "missing_scope", of: .dropbox, "the token lacks a permission: it keeps those it was made with",
            "Tick it under Permissions in the App Console, press Submit, and sign in again"),
        ErrorExplanation("user_suspended", of: .dropbox, "the account is suspended", "Ask the team's administrator"),
        // Notion
        ErrorExplanation(
            "unauthorized", of: .notion,
            "Notion does not accept the token: the integration was removed or the token replaced",
            "Sign in again"),
        ErrorExplanation(
            "object_not_found", of: .notion, "the page does not exist, or it was not shared with the integration",
            "Share the page with it (Connections in the page's menu), or choose it when signing in"),
        ErrorExplanation(
            "restricted_resource", of: .notion, "the integration lacks a capability",
            "Switch it on in the integration's settings, and sign in again"),
        ErrorExplanation(
            "missing_version", of: .notion, "the request had no Notion-Version header",
            "Use the preset, or set the header"),
        // Zoom
        ErrorExplanation(
            "4700", of: .zoom,
            "in the browser, most often a redirect URI that is not one of the app's; else a token is missing",
            "Add the redirect URI to the app's OAuth redirect URL and allow list"),
        ErrorExplanation(
            "4702", of: .zoom, "there is no such client, or its secret is another one",
            "Check client_id and client_secret, and whether the keys are those of development or production"),
        ErrorExplanation(
            "4704", of: .zoom, "there is no such client, or its secret is another one",
            "Check client_id and client_secret, and whether the keys are those of development or production"),
        ErrorExplanation(
            "4709", of: .zoom, "the redirect URI that was sent is not one of the app's",
            "Add it to the app's OAuth redirect URL and allow list"),
        ErrorExplanation(
            "4711", of: .zoom, "the token lacks scopes that the request needs, or the app's scopes have changed since",
            "Add them to the app, and sign in again"),
        ErrorExplanation(
            "4717", of: .zoom, "the app is disabled", "Ask the administrator of the account, or activate the app"),
        ErrorExplanation(
            "124", of: .zoom, "Zoom does not accept the token: it has ended, was withdrawn or is of another app",
            "Sign in again"),
        // HubSpot
        ErrorExplanation("BAD_AUTH_CODE", of: .hubspot, "the code has ended or was used before", "Sign in again"),
        ErrorExplanation(
            "BAD_REFRESH_TOKEN", of: .hubspot, "the app was removed from the account, or the token is another app's",
            "Sign in again"),
        ErrorExplanation(
            "BAD_CLIENT_SECRET", of: .hubspot, "client_id or client_secret is not this app's",
            "Copy both again from the app's Auth tab"),
        ErrorExplanation(
            "BAD_CLIENT_ID", of: .hubspot, "client_id or client_secret is not this app's",
            "Copy both again from the app's Auth tab"),
        ErrorExplanation(
            "MISMATCH_REDIRECT_URI_AUTH_CODE", of: .hubspot, "the redirect URI is not the one of the sign-in",
            "Register one redirect URI with the app, and set redirect_uri to it"),
        ErrorExplanation(
            "MISSING_SCOPES", of: .hubspot, "the login does not cover this request",
            "Add the scope to the app and to scope, and sign in again"),
        ErrorExplanation("EXPIRED_AUTHENTICATION", of: .hubspot, "the token has ended", "Sign in again"),
        // Xero
        ErrorExplanation(
            "invalid_grant", of: .xero,
            "the refresh token was used before (there are 30 minutes of grace) or was not used for 60 days",
            "Sign in again"),
        ErrorExplanation(
            "AuthenticationUnsuccessful", of: .xero, "the token is not for this organization",
            "Check the tenant that was chosen, and sign in again"),
        // Shopify
        ErrorExplanation(
            "application_cannot_be_found", of: .shopify, "the client id is not an app that this shop may install",
            "Check client_id, and how the app is distributed"),
        ErrorExplanation(
            "shop_not_permitted", of: .shopify, "this shop may not use this grant with the app",
            "App and shop must belong to the same organization for client credentials"),
        ErrorExplanation(
            "invalid_request", of: .shopify,
            "a parameter is wrong, or the code or refresh token was used before or withdrawn",
            "Sign in again", endsLogin: true),
        // Keycloak
        ErrorExplanation(
            "invalid_user_credentials", of: .keycloak, "user name or password is wrong",
            "Check username and password"),
        ErrorExplanation(
            "not_allowed", of: .keycloak, "the client may not use direct access grants",
            "Switch on Direct access grants for the client, or use grant = 'authorization_code'"),
        // Auth0 and Okta
        ErrorExplanation(
            "mfa_required", of: .auth0, "a second factor is asked for",
            "Sign in in the browser: grant = 'authorization_code'"),
        ErrorExplanation(
            "too_many_attempts", of: .auth0, "the account is locked after too many attempts",
            "Wait, or ask the administrator"),
        ErrorExplanation(
            "password_expired", of: .auth0, "the password has expired",
            "Change it in the browser, then sign in again"),
        ErrorExplanation(
            "policy_evaluation_failed", of: .auth0,
            "no access policy of the authorization server allows this client, person and scope",
            "Have an administrator add a rule to the server's Access Policies"),
        ErrorExplanation(
            "no_matching_policy", of: .auth0,
            "no access policy of the authorization server allows this client, person and scope",
            "Have an administrator add a rule to the server's Access Policies"),
        // Atlassian
        ErrorExplanation(
            "unauthorized_client", of: .atlassian,
            "the refresh token has ended (90 days unused) or was used before, or the app does not have this grant",
            "Sign in again", endsLogin: true),
        ErrorExplanation(
            "invalid_grant", of: .atlassian, "the refresh token has ended (90 days unused) or was used before",
            "Sign in again"),
    ]
}

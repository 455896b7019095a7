extension ErrorExplanation {
    private static func code(_ number: Int, _ cause: String, _ fix: String) -> ErrorExplanation {
        ErrorExplanation("\(prefix)\(number)", of: .microsoft, cause, fix)
    }

    private static let prefix = "AADSTS"

    /// Whether nobody else's codes look like it: Entra ID's stand in the description, and are its own under any host.
    var isUnmistakable: Bool { code.hasPrefix(Self.prefix) }

    /// Where Microsoft explains each of its codes; nil for what is none.
    public static func microsoftPage(of text: String) -> String? {
        let code = text.uppercased()
        let number = code.dropFirst(prefix.count).prefix { $0.isASCII && $0.isNumber }
        guard code.hasPrefix(prefix), !number.isEmpty else { return nil }
        return "https://login.microsoftonline.com/error?code=\(number)"
    }

    static let microsoft: [ErrorExplanation] = [
        code(
            50011, "the redirect URI that was sent is not one of the app's",
            "Add it in the app's Authentication page, under Mobile and desktop applications, where localhost takes any port"
        ),
        code(
            500113, "the app has no redirect URI at all",
            "Add http://localhost/callback in the app's Authentication page, under Mobile and desktop applications"),
        code(
            700016, "there is no app with this client id in this tenant",
            "Check client_id (the Application ID) and tenant: an app of one organization needs that one, not common"),
        code(
            700025, "the app is a public client, and a public client must not send a secret",
            "Take client_secret out of the definition, or add a Web redirect URI to the app and use that"),
        code(
            7_000_215, "the secret is not this app's; often the secret's ID was copied instead of its value",
            "Make a new secret in Certificates & secrets, and copy its Value at once"),
        code(
            7_000_222, "the app's secret has expired",
            "Make a new one in Certificates & secrets, and set client_secret"),
        code(
            7_000_218, "the app is confidential, and the request had neither a secret nor an assertion",
            "Set client_secret, or allow public client flows in the app's Authentication page"),
        code(
            700027, "the certificate that signed the assertion is not one of the app's",
            "Upload the certificate in Certificates & secrets, and check key_id and private_key"),
        code(
            700023, "the audience of the client's assertion is not this tenant's token endpoint",
            "Check tenant and assertion_audience"),
        code(
            700024, "the client's assertion is not valid now", "Check this machine's clock"),
        code(
            700082, "the refresh token was not used for 90 days", "Sign in again; a weekly refresh keeps it alive"),
        code(
            700084, "the redirect URI is registered as a single-page app's, whose logins end after 24 hours",
            "Register it under Mobile and desktop applications instead, and sign in again"),
        code(70008, "the code or the refresh token has ended", "Sign in again"),
        code(70043, "the organization limits how long a login lasts", "Sign in again"),
        code(
            70011, "a scope is not valid, or scopes of two APIs were asked for at once",
            "Check scope: full names such as https://graph.microsoft.com/Mail.Read, all of one API"),
        code(
            65001, "nobody has consented to these permissions for this app",
            "Sign in again and consent, or have an administrator grant consent in API permissions"),
        code(65004, "the person declined", "Sign in again and consent"),
        code(
            90094, "these permissions need an administrator's consent",
            "Have an administrator grant consent in the app's API permissions"),
        code(
            90002, "there is no such tenant", "Check tenant: a domain of the organization or its directory ID"),
        code(
            50194, "the app is for one organization only, so `common` cannot be used",
            "Set tenant to the organization's domain or directory ID, or make the app multitenant"),
        code(
            50020, "the account is of another organization, or a personal one, and is no guest in this tenant",
            "Sign in with an account of this tenant, or choose another tenant"),
        code(
            90072, "the account does not exist in this tenant",
            "Sign in with another account, or choose another tenant"),
        code(50034, "there is no such account in this tenant", "Check the user name and tenant"),
        code(
            50105, "the app is only for people assigned to it",
            "Have an administrator assign the account under Enterprise applications, Users and groups"),
        code(
            50173, "the login was withdrawn, mostly because the password was changed", "Sign in again"),
        code(50076, "a second factor is asked for", "Sign in in the browser: oauthlua authorize"),
        code(50079, "the account has to set up a second factor", "Sign in in the browser, and follow the steps"),
        code(50126, "user name or password is wrong", "Check username and password"),
        code(50053, "the account is locked after too many attempts", "Wait, or ask the administrator"),
        code(50055, "the password has expired", "Change it in the browser, then sign in again"),
        code(50057, "the account is disabled", "Ask the administrator"),
        code(
            53003, "a conditional access rule of the organization blocks this sign-in",
            "Ask the administrator which rule, and sign in as it wants"),
        code(53000, "the organization wants a managed device", "Sign in on a device that the organization manages"),
        code(
            530003, "the organization wants a registered device", "Sign in on a device that the organization knows"),
        code(
            54005, "the code was redeemed before", "Sign in again"),
        code(
            501481, "the code verifier is not the one of this sign-in", "Sign in again, in one window only"),
        code(
            9_002_326,
            "the request had an Origin header, and the redirect URI is not registered as a single-page app's",
            "Take Origin out of token_headers"),
        code(
            9_002_327, "the redirect URI is registered as a single-page app's, which only a browser may use",
            "Register it under Mobile and desktop applications instead, and sign in again"),
        code(9_002_325, "the app demands PKCE", "Take pkce = false out of the definition"),
        code(
            500011, "the API asked for is not known in this tenant",
            "Check the scope's address; an administrator may have to add the API to the tenant"),
        code(
            650052, "the organization has no subscription to the API, or has not enabled it",
            "Ask the administrator for the service behind the scope"),
        code(
            650053, "the API has no scope of this name", "Check the spelling of scope in the API's documentation"),
        code(
            28000, "scopes of two APIs were asked for at once, and a token is for one",
            "Write scopes of one API, and a connection for each API"),
        code(
            50001, "the API asked for is not known in this tenant, or switched off there",
            "Check the scope's address; an administrator may have to add the API to the tenant"),
        code(
            50059, "nothing in the request says which tenant is meant",
            "Set tenant to the organization's domain or directory ID"),
        code(
            70000, "the code or the refresh token is not valid, or was withdrawn", "Sign in again"),
        code(
            7_000_112, "an administrator has disabled the app in this tenant",
            "Have an administrator enable it under Enterprise applications, Properties"),
        code(
            1_002_012, "client credentials take one scope only: the API's /.default",
            "Set scope = \"https://graph.microsoft.com/.default\""),
        code(
            900144, "a parameter of the request is missing", "Check the definition: the message names the parameter"),
        code(
            500200, "the account is a personal one, and the app is only for organizations",
            "Sign in with a work account, or allow personal accounts in the app"),
        code(
            16000, "several accounts are signed in, and none was chosen",
            "Sign in again, with prompt = 'select_account' in authorize_params"),
        // Microsoft Graph
        ErrorExplanation(
            "InvalidAuthenticationToken", of: .microsoft,
            "Microsoft Graph does not accept the token, or it is for another API",
            "Check that the scopes are those of Graph, and sign in again"),
        ErrorExplanation(
            "Authorization_RequestDenied", of: .microsoft,
            "the login, or the person's role in the directory, does not cover what this request needs",
            "Add the permission that the method's documentation names, and have an administrator consent where it says so"
        ),
        ErrorExplanation(
            "ErrorAccessDenied", of: .microsoft, "the login does not cover this mailbox or calendar",
            "Add the permission that the method's documentation names to scope, and sign in again"),
        ErrorExplanation(
            "accessDenied", of: .microsoft, "the login, or the person, may not read this file or site",
            "Add the permission that the method's documentation names to scope, and sign in again"),
    ]
}

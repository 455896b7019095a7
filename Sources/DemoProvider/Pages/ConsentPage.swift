/// Asks whether a client may have what it wants, and says where the answer goes.
struct ConsentPage {
    var question: Sessions.Question

    var page: Page {
        let request = question.request
        let scopes = HTML(
            request.scope.map { scope -> HTML in "<li>\(Scope.meaning(scope))<small>\(scope)</small></li>\n" })
        return Page(
            title: "Allow access",
            content: """
                <h1>Allow \(request.clientName)?</h1>
                <p class="quiet">Signed in as \(DemoUser.fullName), <code>\(DemoUser.email)</code></p>
                <p>It would be able to:</p>
                <ul>
                \(scopes)</ul>
                <dl><dt>Client</dt><dd><code>\(request.clientID)</code></dd>\
                <dt>Sends you to</dt><dd><code>\(Self.origin(of: request.redirectURI))</code></dd></dl>
                <form method="post" action="/oauth/consent">
                <input type="hidden" name="interaction" value="\(question.interactionID)">
                <input type="hidden" name="form_token" value="\(question.formToken)">
                <div class="buttons">
                <button type="submit" name="decision" value="deny">Deny</button>
                <button class="main" type="submit" name="decision" value="allow">Allow</button>
                </div>
                </form>
                """, formTargets: ["'self'", Self.formTarget(of: request.redirectURI)])
    }

    /// Scheme, host and port: what is before the third slash or the query.
    private static func origin(of redirectURI: String) -> String {
        guard let scheme = redirectURI.firstRange(of: "://") else { return redirectURI }
        let rest = redirectURI[scheme.upperBound...]
        return String(redirectURI[..<(rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex)])
    }

    /// A content security policy has no way to write an IPv6 address; the scheme alone has to do there.
    static func formTarget(of redirectURI: String) -> String {
        let origin = origin(of: redirectURI)
        return origin.contains("[") ? String(origin.prefix { $0 != ":" }) + ":" : origin
    }
}

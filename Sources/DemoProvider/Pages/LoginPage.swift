import HTTPTypes

/// Asks who the person is. The one account's name and password are filled in: there is nothing to guess.
struct LoginPage {
    var question: Sessions.Question
    var failed = false

    var page: Page {
        let message: HTML =
            failed
            ? """
            <p class="wrong" role="alert">That is not the demo account. Its name and its password are \
            <code>demo</code>.</p>
            """ : ""
        return Page(
            title: "Sign in",
            content: """
                <h1>Sign in</h1>
                <p class="quiet">to continue to <strong>\(question.request.clientName)</strong></p>
                \(message)
                <form method="post" action="/oauth/login">
                <input type="hidden" name="interaction" value="\(question.interactionID)">
                <input type="hidden" name="form_token" value="\(question.formToken)">
                <label for="username">User name</label>
                <input id="username" name="username" value="\(DemoUser.name)" autocomplete="off" required>
                <label for="password">Password</label>
                <input id="password" name="password" type="password" value="\(DemoUser.password)" \
                autocomplete="off" required>
                <p class="hint">This is a demo: both are filled in already, <code>demo</code> and <code>demo</code>.</p>
                <div class="buttons"><button class="main" type="submit" autofocus>Sign in</button></div>
                </form>
                """, status: failed ? .unauthorized : .ok, formTargets: ["'self'"])
    }
}

/// Asks for the code that a device shows, and then whether the device may have what it wants.
struct DevicePage {
    var userCode: String?
    var entry: DeviceCodes.Entry?
    var problem: String?

    var page: Page {
        let message: HTML = problem.map { "<p class=\"wrong\" role=\"alert\">\($0)</p>" } ?? ""
        return Page(
            title: "Connect a device",
            content: """
                <h1>Connect a device</h1>
                \(message)
                <form method="post" action="/device">
                <label for="user_code">Code on the device</label>
                <input id="user_code" name="user_code" value="\(userCode ?? "")" autocomplete="off" required>
                \(question)
                </form>
                """, formTargets: ["'self'"])
    }

    private var question: HTML {
        guard let entry else {
            return """
                <div class="buttons"><button class="main" type="submit" autofocus>Continue</button></div>
                """
        }
        let scopes = HTML(
            entry.scope.map { scope -> HTML in "<li>\(Scope.meaning(scope))<small>\(scope)</small></li>\n" })
        return """
            <p><strong>\(entry.clientName)</strong> would be able to:</p>
            <ul>
            \(scopes)</ul>
            <label for="username">User name</label>
            <input id="username" name="username" value="\(DemoUser.name)" autocomplete="off" required>
            <label for="password">Password</label>
            <input id="password" name="password" type="password" value="\(DemoUser.password)" autocomplete="off" required>
            <div class="buttons">
            <button type="submit" name="decision" value="deny">Deny</button>
            <button class="main" type="submit" name="decision" value="allow">Allow</button>
            </div>
            """
    }
}

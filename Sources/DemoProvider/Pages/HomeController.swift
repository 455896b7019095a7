import Hummingbird

/// The page at `/`, for whoever opens the provider itself, and the page an event's `htmlLink` leads to.
struct HomeController {
    let state: ProviderState

    func add(to router: Router<DemoContext>) {
        router.get("/") { _, _ in
            let endpoints = await state.endpoints
            return Page(
                title: "Welcome",
                content: """
                    <h1>A calendar and its key</h1>
                    <p>A small OAuth 2 authorization server with a Google-shaped calendar behind it.</p>
                    <dl>
                    <dt>Issuer</dt><dd><code>\(endpoints.issuer)</code></dd>
                    <dt>Discovery</dt><dd><a href="\(endpoints.discoveryURL)"><code>openid-configuration</code></a></dd>
                    <dt>Events</dt><dd><code>/calendar/v3/calendars/primary/events</code></dd>
                    <dt>Client</dt><dd><code>\(endpoints.clientID)</code>, <code>\(endpoints.publicClientID)</code></dd>
                    <dt>Account</dt><dd><code>\(DemoUser.name)</code>, password <code>\(DemoUser.password)</code></dd>
                    </dl>
                    """
            ).response
        }
        router.get("/calendar/event") { request, _ in
            guard let id = request.queryForm["eid"] else { throw HTTPError(.notFound, message: "No eid") }
            return Page(
                title: "Event",
                content: """
                    <h1>A demo event</h1>
                    <p>Its details are in the API's answer; its id is <code>\(id)</code>.</p>
                    """
            ).response
        }
    }
}

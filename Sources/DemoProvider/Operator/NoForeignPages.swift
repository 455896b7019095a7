import HTTPTypes
import Hummingbird

/// A page of another site that posts here, by a form or by a name that resolves to loopback, is refused.
struct NoForeignPages: RouterMiddleware {
    typealias Context = DemoContext
    let state: ProviderState

    func handle(
        _ request: Request, context: DemoContext, next: (Request, DemoContext) async throws -> Response
    ) async throws -> Response {
        let port = await state.endpoints.port
        let own = ["127.0.0.1:\(port)", "localhost:\(port)"]
        guard own.contains(request.head.authority ?? ""),
            request.headers[.origin].map({ origin in
                own.contains { ["http://" + $0, "https://" + $0].contains(origin) }
            })
                ?? true
        else { throw HTTPError(.forbidden, message: "The operator's endpoints are for programs on this machine") }
        return try await next(request, context)
    }
}

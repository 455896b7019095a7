import HTTPTypes
import Hummingbird

/// Says errors of the router in JSON, as an API does, and keeps browsers from guessing types.
struct JSONErrors: RouterMiddleware {
    typealias Context = DemoContext

    func handle(
        _ request: Request, context: DemoContext, next: (Request, DemoContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as HTTPError {
            let message = error.body ?? "No \(request.method) \(request.uri.path) here"
            let reason =
                error.status == .notFound ? "notFound" : error.status == .forbidden ? "forbidden" : "badRequest"
            response = .json(GoogleError(error.status, message, reason).json, status: error.status)
        }
        response.headers[.xContentTypeOptions] = "nosniff"
        return response
    }
}

import HTTPTypes
import Hummingbird
import NIOCore

/// `/oauth/token`, `/oauth/revoke`, `/oauth/introspect`.
struct TokenController {
    let state: ProviderState
    let options: DemoProvider.Options

    func add(to router: Router<DemoContext>) {
        router.post("/oauth/token") { request, context in
            try await pause()
            let fault = await state.nextFault()
            if let fault, !fault.happensAfterwards { return await fault.response(closing: context.channel) }
            let response = await answered(request) { form, authorization throws(TokenError) in
                Response.json(try await state.token(form, authorization: authorization).json, headers: .uncached)
            }
            try await pause()
            if let fault { return await fault.response(closing: context.channel) }
            return response
        }
        router.post("/oauth/revoke") { request, _ in
            await answered(request) { form, authorization throws(TokenError) in
                try await state.revoke(form, authorization: authorization)
                return Response(status: .ok, headers: .uncached)
            }
        }
        router.post("/oauth/introspect") { request, _ in
            await answered(request) { form, authorization throws(TokenError) in
                Response.json(try await state.introspect(form, authorization: authorization), headers: .uncached)
            }
        }
    }

    /// Half of the latency: a client that dies meanwhile dies before or after the decision with the same likelihood.
    private func pause() async throws {
        if options.latency > .zero { try await Task.sleep(for: options.latency / 2) }
    }

    private func answered(
        _ request: Request, by answer: (Form, String?) async throws(TokenError) -> Response
    ) async -> Response {
        do throws(TokenError) {
            guard let form = try? await request.bodyForm() else {
                throw TokenError("invalid_request", "The body is not application/x-www-form-urlencoded")
            }
            let headers = request.headers[values: .authorization]
            guard headers.count < 2 else {
                throw TokenError("invalid_request", "There is more than one Authorization header")
            }
            return try await answer(form, headers.first)
        } catch {
            return error.response
        }
    }
}

import HTTPTypes
import Hummingbird
import NIOCore

/// `/oauth/token` and its neighbours `revoke`, `introspect` and `par`; the same below `/tenant/{tenant}`, for issuers with
/// a path, and below `/mtls`, for clients with a certificate.
struct TokenController {
    let state: ProviderState
    let options: DemoProvider.Options

    func add(to router: Router<DemoContext>) {
        for prefix in ["", "/tenant/{tenant}", "/mtls"] {
            router.post("\(prefix)/oauth/token") { request, context in try await token(request, context) }
            router.post("\(prefix)/oauth/revoke") { request, context in
                await answered(request, context) { request throws(TokenError) in
                    try await state.revoke(request)
                    return Response(status: .ok, headers: .uncached)
                }
            }
            router.post("\(prefix)/oauth/introspect") { request, context in
                await answered(request, context) { request throws(TokenError) in
                    Response.json(try await state.introspect(request), headers: .uncached)
                }
            }
            router.post("\(prefix)/oauth/par") { request, context in
                await answered(request, context) { request throws(TokenError) in
                    Response.json(try await state.push(request), status: .created, headers: .uncached)
                }
            }
        }
    }

    private func token(_ request: Request, _ context: DemoContext) async throws -> Response {
        try await pause()
        let fault = await state.nextFault()
        if let fault, !fault.happensAfterwards { return await fault.response(closing: context.channel) }
        let response = await answered(request, context) { request throws(TokenError) in
            Response.json(try await state.token(request).json, headers: .uncached)
        }
        try await pause()
        if let fault { return await fault.response(closing: context.channel) }
        return response
    }

    /// Half of the latency: a client that dies meanwhile dies before or after the decision with the same likelihood.
    private func pause() async throws {
        if options.latency > .zero { try await Task.sleep(for: options.latency / 2) }
    }

    private func answered(
        _ request: Request, _ context: DemoContext, by answer: (TokenRequest) async throws(TokenError) -> Response
    ) async -> Response {
        var response: Response
        do throws(TokenError) {
            if request.uri.path.hasPrefix("/mtls/"), await context.certificateThumbprint() == nil {
                throw .invalidClient("This endpoint is for connections with a client certificate")
            }
            response = try await answer(try await TokenRequest.read(request, context, state: state))
        } catch {
            response = error.response
        }
        response.headers[.dpopNonce] = await state.nonceForNext()
        return response
    }
}

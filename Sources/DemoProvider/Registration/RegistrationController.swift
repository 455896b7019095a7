import Crypto
import HTTPTypes
import Hummingbird
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `/oauth/register`, where clients register themselves (RFC 7591), and each client's own address below it (RFC 7592).
struct RegistrationController {
    let state: ProviderState

    func add(to router: Router<DemoContext>) {
        router.post("/oauth/register") { request, _ in
            await answered(status: .created) { () throws(TokenError) in
                try await state.register(try await metadata(request), token: Self.bearer(request))
            }
        }
        router.get("/oauth/register/{id}") { request, context in
            await answered { () throws(TokenError) in
                try await state.registration(id(context), token: Self.bearer(request))
            }
        }
        router.put("/oauth/register/{id}") { request, context in
            await answered { () throws(TokenError) in
                try await state.update(id(context), with: try await metadata(request), token: Self.bearer(request))
            }
        }
        router.delete("/oauth/register/{id}") { request, context in
            await answered(status: .noContent) { () throws(TokenError) in
                try await state.unregister(id(context), token: Self.bearer(request))
                return nil
            }
        }
    }

    private func id(_ context: DemoContext) -> String { context.parameters.get("id") ?? "" }

    private func metadata(_ request: Request) async throws(TokenError) -> JSON {
        guard request.headers[.contentType]?.lowercased().hasPrefix("application/json") == true,
            let body = try? await request.body.collect(upTo: 65_536),
            let metadata = JSON.read(Data(body.readableBytesView)), metadata.members != nil
        else { throw TokenError("invalid_client_metadata", "The body is no JSON object") }
        return metadata
    }

    private static func bearer(_ request: Request) -> String? {
        let parts = request.headers[.authorization]?.split(separator: " ", maxSplits: 1) ?? []
        return parts.count == 2 && parts[0].lowercased() == "bearer" ? String(parts[1]) : nil
    }

    private func answered(
        status: HTTPResponse.Status = .ok, by answer: () async throws(TokenError) -> JSON?
    ) async -> Response {
        do throws(TokenError) {
            guard let json = try await answer() else { return Response(status: status, headers: .uncached) }
            return .json(json, status: status, headers: .uncached)
        } catch {
            return error.response
        }
    }
}

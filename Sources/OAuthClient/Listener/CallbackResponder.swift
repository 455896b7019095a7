import HTTPTypes
import HummingbirdCore
import NIOCore
import OAuthCore

/// Answers one request to the listener.
struct CallbackResponder: Sendable {
    /// The names that may stand in `Host`: with any other, some web page has pointed its own name at this machine (DNS
    /// rebinding) and would read the answer.
    let names: [String]
    let place: CallbackPlace
    let handle: @Sendable (CallbackRequest) async -> CallbackReply

    /// In bytes.
    static let formLimit = 64 << 10

    func respond(to request: Request, on port: Int) async -> Response {
        let target = request.head.path ?? ""
        let mark = target.firstIndex(of: "?") ?? target.endIndex
        guard target[..<mark] == place.path, isAddressed(request.head.authority, port) else {
            return response(to: .notFound)
        }
        let query = QueryString.parameters(target[mark...].dropFirst())
        switch request.method {
        case .get where query.isEmpty && place.readsFragment:
            return page(.ok, .fragmentReader(path: place.path))
        case .get:
            return response(to: await handle(CallbackRequest(path: place.path, query: query)))
        case .post where place.acceptsForms:
            guard let form = await form(of: request) else { return response(to: .ignored) }
            return response(to: await handle(CallbackRequest(method: "POST", path: place.path, query: form)))
        default:
            return response(to: .notFound)
        }
    }

    /// nil for what is no form, or one that is too large to be an answer.
    private func form(of request: Request) async -> [Parameter]? {
        let type = (request.headers[.contentType] ?? "").prefix { $0 != ";" && $0 != " " }
        guard type.lowercased() == "application/x-www-form-urlencoded",
            let body = try? await request.body.collect(upTo: Self.formLimit)
        else { return nil }
        return QueryString.parameters(String(buffer: body)[...])
    }

    private func isAddressed(_ authority: String?, _ port: Int) -> Bool {
        guard let authority = authority?.lowercased() else { return false }
        let standardPort = place.certificate == nil ? 80 : 443
        return names.contains { name in
            let host = name.contains(":") ? "[\(name)]" : name
            return authority == "\(host):\(port)" || (port == standardPort && authority == host)
        }
    }

    private func response(to reply: CallbackReply) -> Response {
        switch reply {
        case .notFound: response(.notFound, CallbackPage.plain("Not found"), type: "text/plain; charset=utf-8")
        case .ignored:
            response(
                .badRequest, CallbackPage.plain("This is not the answer that oauthlua waits for"),
                type: "text/plain; charset=utf-8")
        case .success(let connection, let profile): page(.ok, .success(connection: connection, profile: profile))
        case .failure(let error): page(.badRequest, .failure(error))
        }
    }

    private func page(_ status: HTTPResponse.Status, _ page: CallbackPage) -> Response {
        response(
            status, page, type: "text/html; charset=utf-8",
            policy: "default-src 'none'; style-src 'nonce-\(page.nonce)'; base-uri 'none'; "
                + (page.hasScript ? "script-src 'nonce-\(page.nonce)'; form-action 'self'; " : "form-action 'none'; ")
                + "frame-ancestors 'none'")
    }

    private func response(
        _ status: HTTPResponse.Status, _ page: CallbackPage, type: String, policy: String = "default-src 'none'"
    ) -> Response {
        Response(
            status: status,
            headers: [
                .contentType: type,
                .contentSecurityPolicy: policy,
                .cacheControl: "no-store",
                HTTPField.Name("Referrer-Policy")!: "no-referrer",
                .xContentTypeOptions: "nosniff",
                HTTPField.Name("Cross-Origin-Opener-Policy")!: "same-origin",
                .connection: "close",
            ],
            body: .init(byteBuffer: ByteBuffer(string: page.text)))
    }
}

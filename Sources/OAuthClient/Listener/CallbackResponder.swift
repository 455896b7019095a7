import HTTPTypes
import HummingbirdCore
import NIOCore

/// Answers one request to the listener.
struct CallbackResponder: Sendable {
    /// The names that may stand in `Host`: with any other, some web page has pointed its own name at this machine (DNS
    /// rebinding) and would read the answer.
    let names: [String]
    let path: String
    let handle: @Sendable (CallbackRequest) async -> CallbackReply

    func respond(to request: Request, on port: Int) async -> Response {
        let target = request.head.path ?? ""
        let mark = target.firstIndex(of: "?") ?? target.endIndex
        guard request.method == .get, target[..<mark] == path, isAddressed(request.head.authority, port) else {
            return response(to: .notFound)
        }
        let query = QueryString.parameters(target[mark...].dropFirst())
        return response(to: await handle(CallbackRequest(path: path, query: query)))
    }

    private func isAddressed(_ authority: String?, _ port: Int) -> Bool {
        guard let authority = authority?.lowercased() else { return false }
        return names.contains { name in
            let host = name.contains(":") ? "[\(name)]" : name
            return authority == "\(host):\(port)" || (port == 80 && authority == host)
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
            policy: "default-src 'none'; style-src 'nonce-\(page.nonce)'; base-uri 'none'; form-action 'none'; "
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

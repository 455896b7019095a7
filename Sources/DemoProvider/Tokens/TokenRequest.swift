import HTTPTypes
import Hummingbird
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A request at the token endpoint or one of its neighbours, with all that the decision depends on.
struct TokenRequest: Sendable {
    var form: Form
    var authorization: String?
    /// The `DPoP` headers there are.
    var proofs: [String] = []
    var method = "POST"
    /// As the client addressed it, without the query.
    var url: String
    var issuer: String
    /// The `x5t#S256` of the client certificate of the connection (RFC 8705 §3.1).
    var certificate: String?
    var now = Date()
}

extension TokenRequest {
    /// The parameters come as a form or, as some providers want it, as a JSON object.
    static func read(
        _ request: Request, _ context: DemoContext, state: ProviderState
    ) async throws(TokenError) -> TokenRequest {
        guard let form = await request.bodyParameters() else {
            throw TokenError("invalid_request", "The body is not application/x-www-form-urlencoded")
        }
        return try await read(request, context, state: state, form: form)
    }

    static func read(
        _ request: Request, _ context: DemoContext, state: ProviderState, form: Form
    ) async throws(TokenError) -> TokenRequest {
        let headers = request.headers[values: .authorization]
        guard headers.count < 2 else {
            throw TokenError("invalid_request", "There is more than one Authorization header")
        }
        return TokenRequest(
            form: form, authorization: headers.first, proofs: request.headers[values: .dpop],
            method: request.method.rawValue, url: request.url, issuer: await state.issuer(of: context),
            certificate: await context.certificateThumbprint(), now: await state.now)
    }
}

extension Request {
    /// As the client addressed it, without the query.
    var url: String { (head.scheme ?? "http") + "://" + (head.authority ?? "") + uri.path }

    /// A form's parameters, or the members of a JSON object; nil for other bodies and those longer than 64 KiB.
    func bodyParameters() async -> Form? {
        if let form = try? await bodyForm() { return form }
        guard headers[.contentType]?.lowercased().hasPrefix("application/json") == true,
            let body = try? await body.collect(upTo: 65_536),
            let members = JSON.read(Data(body.readableBytesView))?.members
        else { return nil }
        return Form(
            parameters: members.flatMap { member -> [Parameter] in
                switch member.value {
                case .list(let values) where !values.isEmpty && values.allSatisfy({ $0.text != nil }):
                    values.compactMap { $0.text.map { Parameter(member.name, $0) } }
                case .string(let text): [Parameter(member.name, text)]
                case .null: []
                default: [Parameter(member.name, String(decoding: member.value.bytes, as: UTF8.self))]
                }
            })
    }
}

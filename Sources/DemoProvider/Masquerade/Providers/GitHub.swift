import Hummingbird

extension Masquerade {
    /// A GitHub App whose tokens end. Answers and errors are forms with status 200 unless JSON is asked for.
    static let github = Masquerade(
        id: "github",
        authorization: AuthorizationRules(
            url: "github.com/login/oauth/authorize", redirect: .anyPort("http://127.0.0.1/callback"), needsScope: false),
        token: TokenRules(
            url: "github.com/login/oauth/access_token", body: .either, clientAuthentication: [.post],
            needsRedirectURI: false, lifetime: 28_800, rotation: .single(grace: 0),
            answer: { answer in
                let standard = answer.standard.with("scope", "").with("token_type", "bearer")
                return answer.refreshToken == nil
                    ? standard : standard.with("refresh_token_expires_in", .integer(15_897_600))
            },
            write: said,
            refuse: { refusal, request in
                let code =
                    switch refusal {
                    case .client, .secretOfPublicClient: "incorrect_client_credentials"
                    case .redirectURI: "redirect_uri_mismatch"
                    case .refreshToken: "bad_refresh_token"
                    case .grantType: "unsupported_grant_type"
                    default: "bad_verification_code"
                    }
                return said(["error": .string(code), "error_description": .string(refusal.text)], to: request)
            }),
        api: APIRules(
            demands: { request in
                guard request.headers[.userAgent] == nil else { return nil }
                return .json(["message": "Request forbidden by administrative rules."], status: .forbidden)
            },
            unauthorized: {
                .json(
                    [
                        "message": "Bad credentials", "documentation_url": "https://docs.github.com/rest",
                        "status": "401",
                    ],
                    status: .unauthorized)
            },
            endpoints: [.init("api.github.com/user") { _ in .json(["login": .string(DemoUser.name), "id": 1]) }]))

    @Sendable private static func said(_ json: JSON, to request: Request) -> Response {
        if request.headers[.accept]?.contains("application/json") == true { return .json(json, headers: .uncached) }
        let form = (json.members ?? []).map { member in
            let value = member.value.text ?? String(decoding: member.value.bytes, as: UTF8.self)
            return "\(member.name)=\(Form.encode(value))"
        }
        return .bytes(
            Array(form.joined(separator: "&").utf8), type: "application/x-www-form-urlencoded; charset=utf-8",
            headers: .uncached)
    }
}

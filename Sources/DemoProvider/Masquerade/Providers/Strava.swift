import HTTPTypes
import Hummingbird
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Masquerade {
    /// Scopes are separated by commas, and what was granted stands in the callback only; the secret comes in the body.
    static let strava = Masquerade(
        id: "strava",
        authorization: AuthorizationRules(
            url: "www.strava.com/oauth/authorize", redirect: .loopback, pkce: .ignored, scopeSeparators: [","],
            callback: { login, _, _ in [Parameter("scope", login.scope.joined(separator: ","))] }),
        token: TokenRules(
            url: "www.strava.com/oauth/token", clientAuthentication: [.post], needsRedirectURI: false, lifetime: 21_600,
            rotation: .single(grace: 0),
            answer: { answer in
                let ends = Int(answer.now.timeIntervalSince1970) + answer.expiresIn
                let token = answer.standard.with("scope", nil).with("expires_at", .integer(ends))
                return answer.isRefresh ? token : token.with("athlete", ["id": 1, "username": .string(DemoUser.name)])
            },
            refuse: { refusal, _ in
                let (resource, field) =
                    switch refusal {
                    case .client, .secretOfPublicClient: ("Application", "client_id")
                    case .refreshToken: ("RefreshToken", "refresh_token")
                    case .parameter(let name): ("Application", name)
                    default: ("AuthorizationCode", "code")
                    }
                return problem("Bad Request", resource, field, status: refusal.status)
            }),
        api: APIRules(
            unauthorized: { problem("Authorization Error", "Athlete", "access_token", status: .unauthorized) },
            endpoints: [
                .init("www.strava.com/api/v3/athlete") { _ in
                    .json(["id": 1, "username": .string(DemoUser.name)])
                }
            ]))

    private static func problem(
        _ message: String, _ resource: String, _ field: String, status: HTTPResponse.Status
    ) -> Response {
        let item: JSON = ["resource": .string(resource), "field": .string(field), "code": "invalid"]
        return .json(["message": .string(message), "errors": [item]], status: status)
    }
}

import HTTPTypes
import Hummingbird
import OAuthCore

/// OAuth 1.0a at a played provider: X's, which alone still has it.
extension PlayedProvider {
    func signature(of request: Request, at address: String) async -> SignedRequest? {
        var signed = await SignedRequest.read(request)
        // Behind TLS the server does not know its scheme.
        signed?.url = "https://" + address
        return signed
    }

    func sign(_ request: Request, at address: String, _ signed: SignatureRules) async -> Response? {
        func answered(
            by answer: (SignedRequest) async throws(OAuth1Problem) -> [Parameter]
        ) async -> Response {
            do throws(OAuth1Problem) {
                guard let request = await signature(of: request, at: address) else {
                    throw OAuth1Problem(name: "parameter_absent")
                }
                let form = try await answer(request).map { "\($0.name)=\(Form.encode($0.value))" }
                return .bytes(
                    Array(form.joined(separator: "&").utf8), type: "text/html;charset=utf-8", headers: .uncached)
            } catch {
                let (code, message, status): (Int, String, HTTPResponse.Status) =
                    error.name == "callback_rejected"
                    ? (415, "Callback URL not approved for this client application.", .forbidden)
                    : (32, "Could not authenticate you.", .unauthorized)
                let item: JSON = ["code": .integer(code), "message": .string(message)]
                return .json(["errors": [item]], status: status)
            }
        }
        switch address {
        case signed.requestToken where request.method == .post:
            return await answered { request throws(OAuth1Problem) in
                guard request["oauth_callback"] == signed.redirectURI else { throw .badRequest("callback_rejected") }
                return try await state.requestToken(request)
            }
        case signed.accessToken where request.method == .post:
            return await answered { request throws(OAuth1Problem) in try await state.accessToken(request) }
        case signed.authorize where request.method == .get:
            let isAllowed = request.queryForm["demo_allow"] != nil
            switch await state.authorizeOAuth1(request.queryForm["oauth_token"] ?? "", decision: isAllowed ? true : nil)
            {
            case .redirect(let location): return .sendOn(to: location)
            case .ask: return question(request)
            case .unknown, .show:
                return Page.error("\(rules.id) refuses this sign-in", "There is no such request.").response
            }
        default: return nil
        }
    }
}

extension ProviderState {
    /// Whose token a signed request is made with.
    func playedSignedLogin(_ request: SignedRequest?) -> PlayedLogin? {
        stats.apiCalls += 1
        guard let request, request["oauth_token"] != nil, (try? check(request, token: .lasting)) != nil else {
            stats.unauthorized += 1
            return nil
        }
        return PlayedLogin(
            clientID: OAuth1Consumer.key, parameters: Form(parameters: []), variables: [:], scope: [], isFirst: false)
    }
}

import HTTPTypes
import Hummingbird
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a person has allowed a client at a played provider.
struct PlayedLogin: Sendable {
    var clientID: String
    /// The authorization request's.
    var parameters: Form
    /// The variables of its path.
    var variables: [String: String]
    var scope: [String]
    /// Whether nobody had allowed this client anything before.
    var isFirst: Bool

    var redirectURI: String { parameters["redirect_uri"] ?? "" }
}

/// What a token request has brought.
struct PlayedAnswer: Sendable {
    var login: PlayedLogin
    var accessToken: String
    var refreshToken: String?
    /// Seconds.
    var expiresIn: Int
    var idToken: String?
    var isRefresh: Bool
    /// The token request's.
    var parameters: Form
    var now: Date

    /// RFC 6749 §5.1.
    var standard: JSON {
        [
            "access_token": .string(accessToken), "token_type": "Bearer", "expires_in": .integer(expiresIn),
            "refresh_token": refreshToken.map { .string($0) }, "scope": .string(scope(" ")),
            "id_token": idToken.map { .string($0) },
        ]
    }

    func scope(_ separator: String) -> String { login.scope.joined(separator: separator) }
}

/// A request at the API with a living token.
struct PlayedCall: Sendable {
    var login: PlayedLogin
    /// The variables of its path.
    var variables: [String: String]
    var query: Form
    var headers: HTTPFields
    var body: String
}

/// Why a token request is refused; each provider says it in its own words.
enum PlayedRefusal: Error, Sendable, Equatable {
    case client
    /// A public client sent a secret.
    case secretOfPublicClient
    case code
    case redirectURI
    case verifier
    case refreshToken
    case grantType
    case body
    case parameter(String)

    /// RFC 6749 §5.2.
    var code: String {
        switch self {
        case .client, .secretOfPublicClient: "invalid_client"
        case .code, .redirectURI, .verifier, .refreshToken: "invalid_grant"
        case .grantType: "unsupported_grant_type"
        case .body, .parameter: "invalid_request"
        }
    }

    var text: String {
        switch self {
        case .client: "The client is not who it says, or does not say it in the right way"
        case .secretOfPublicClient: "A public client must not send a client_secret"
        case .code: "The code is not valid, or was used already"
        case .redirectURI: "redirect_uri is not the one of the authorization request"
        case .verifier: "code_verifier does not fit the code_challenge"
        case .refreshToken: "The refresh token is not valid"
        case .grantType: "There is no such grant_type"
        case .body: "The body is not of the right type"
        case .parameter(let name): "The parameter \(name) is missing"
        }
    }

    var status: HTTPResponse.Status { code == "invalid_client" ? .unauthorized : .badRequest }

    var standard: Response {
        .json(["error": .string(code), "error_description": .string(text)], status: status, headers: .uncached)
    }
}

import HTTPTypes
import Hummingbird

/// An error response of the token, revocation and introspection endpoints (RFC 6749 §5.2).
struct TokenError: Error, Sendable, Equatable {
    var code: String
    var description: String
    var status: HTTPResponse.Status = .badRequest

    init(_ code: String, _ description: String) {
        self.code = code
        self.description = description
    }

    /// The client is not who it says: 401, and the scheme it may try.
    static func invalidClient(_ description: String) -> TokenError {
        var error = TokenError("invalid_client", description)
        error.status = .unauthorized
        return error
    }

    /// RFC 6750 §3.1, for the registration endpoints.
    static func invalidToken(_ description: String) -> TokenError {
        var error = TokenError("invalid_token", description)
        error.status = .unauthorized
        return error
    }

    var response: Response {
        var headers = HTTPFields.uncached
        if code == "invalid_token" {
            headers[.wwwAuthenticate] = "Bearer realm=\"demo provider\", error=\"invalid_token\""
        } else if status == .unauthorized {
            headers[.wwwAuthenticate] = "Basic realm=\"demo provider\", charset=\"UTF-8\""
        }
        return .json(
            ["error": .string(code), "error_description": .string(description)], status: status, headers: headers)
    }
}

import OAuthCore

/// The authorization response: the redirect URI with what the client is told (RFC 6749 §4.1.2).
enum Callback {
    static func url(_ redirectURI: String, _ parameters: [Parameter]) -> String {
        let query = parameters.map { "\($0.name)=\(Form.encode($0.value))" }.joined(separator: "&")
        // A query that the redirect URI has already is kept (RFC 6749 §3.1.2).
        let separator = redirectURI.contains("?") ? (redirectURI.hasSuffix("?") ? "" : "&") : "?"
        return redirectURI + separator + query
    }

    static func parameters(state: String?, issuer: String?) -> [Parameter] {
        [state.map { Parameter("state", $0) }, issuer.map { Parameter("iss", $0) }].compactMap { $0 }
    }
}

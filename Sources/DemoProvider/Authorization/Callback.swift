import HTTPTypes
import Hummingbird
import OAuthCore

/// The authorization response: the redirect URI, and what the client is told (RFC 6749 §4.1.2).
struct Callback: Sendable, Equatable {
    var redirectURI: String
    var parameters: [Parameter]
    var transport: ResponseMode.Transport = .query

    /// The redirect URI with the parameters in it.
    var url: String {
        let text = parameters.map { "\($0.name)=\(Form.encode($0.value))" }.joined(separator: "&")
        guard transport == .query else { return redirectURI + "#" + text }
        // A query that the redirect URI has already is kept (RFC 6749 §3.1.2).
        let separator = redirectURI.contains("?") ? (redirectURI.hasSuffix("?") ? "" : "&") : "?"
        return redirectURI + separator + text
    }

    /// - Parameter status: Of the redirect, where it is one.
    func response(status: HTTPResponse.Status = .found) -> Response {
        transport == .formPost
            ? FormPostPage(target: redirectURI, parameters: parameters).page.response
            : .sendOn(to: url, status: status)
    }
}

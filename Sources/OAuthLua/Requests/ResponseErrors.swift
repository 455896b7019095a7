import HTTPTypes
import OAuthClient
import OAuthCore

/// The words for a response that is not what the script wanted.
public enum ResponseErrors {
    /// `res:expect()` on a status outside 2xx.
    public static func refused(_ response: APIResponse) -> OAuthError {
        let status = response.status
        let kind: OAuthError.Kind =
            switch status {
            case 401: .authorizationRequired
            case 403: .permission
            case 408: .timeout
            case 429: .rateLimited
            default: .http
            }
        let said = snippet(response)
        let reason = response.reason.flatMap { $0.isEmpty ? nil : " \($0)" } ?? ""
        var advice: String?
        switch status {
        case 401: advice = "The provider does not accept the token: run oauthlua authorize again"
        case 403: advice = "The login may lack a scope: compare `scope` with what the API's documentation asks for"
        case 404: advice = "Check the URL and its parameters"
        case 429: advice = "Try again later, or ask for less at a time"
        case 500...: advice = "Try again later"
        default: break
        }
        return OAuthError(
            kind, "\(place(response)) answered \(status)\(reason)\(said.isEmpty ? "" : ": \(said)")",
            advice: advice, status: status, url: place(response))
    }

    /// A body that is not what it was taken for. HTML where JSON was expected is named as such: it is a login page or
    /// a proxy's error more often than not.
    static func undecodable(_ response: APIResponse, as format: String, because why: String) -> OAuthError {
        let type = response.headers[.contentType] ?? ""
        let start = response.body.prefix(256).drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
        let looksLikeHTML = type.lowercased().contains("html") || start.first == UInt8(ascii: "<")
        if looksLikeHTML && format == "JSON" {
            return OAuthError(
                .decode,
                "\(place(response)) answered \(response.status) with a web page, not JSON: \(snippet(response))",
                advice: "Check the URL: this is a login page or an error page of a proxy more often than not",
                status: response.status, url: place(response))
        }
        return OAuthError(
            .decode, "the answer of \(place(response)) is not valid \(format): \(why)", status: response.status,
            url: place(response))
    }

    /// Scheme, host and path: a query may hold what does not belong into a log.
    private static func place(_ response: APIResponse) -> String {
        let url = response.url.absoluteString
        return String(url.prefix { $0 != "?" && $0 != "#" })
    }

    /// The first words of the body, on one line.
    private static func snippet(_ response: APIResponse) -> String {
        let text = String(decoding: response.body.prefix(400), as: UTF8.self)
        let words = text.split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
        let printable = String(words.unicodeScalars.filter { $0.properties.generalCategory != .control })
        return printable.count > 160 ? printable.prefix(160) + "…" : printable
    }
}

import HTTPTypes
import OAuthClient
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The words for a response that is not what the script wanted.
public enum ResponseErrors {
    /// `res:expect()` on a status outside 2xx.
    /// - Parameter now: see ``RateLimitNotice/init(_:now:)``.
    public static func refused(_ response: APIResponse, now: Date = Date()) -> OAuthError {
        let status = response.status
        let notice = RateLimitNotice(response.headers, now: now)
        let asked = notice?.asked(after: status)
        let kind: OAuthError.Kind =
            switch status {
            case 401: .authorizationRequired
            // Some providers say so where others answer 429.
            case 403 where RateLimitNotice.isRefusal(status: status, notice): .rateLimited
            case 403: .permission
            case 408: .timeout
            case 429: .rateLimited
            default: .http
            }
        let said = snippet(response)
        let reason = response.reason.flatMap { $0.isEmpty ? nil : " \($0)" } ?? ""
        var advice: String?
        switch status {
        case _ where asked ?? .zero > .zero: advice = "Try again in \(asked!.inWords): it asks for that time"
        case 403 where kind == .rateLimited: advice = "Try again later, or ask for less at a time"
        case 401: advice = "The provider does not accept the token: run oauthlua authorize again"
        case 403: advice = "The login may lack a scope: compare `scope` with what the API's documentation asks for"
        case 404: advice = "Check the URL and its parameters"
        case 429: advice = "Try again later, or ask for less at a time"
        case 500...: advice = "Try again later"
        default: break
        }
        var error = OAuthError(
            kind, "\(place(response)) answered \(status)\(reason)\(said.isEmpty ? "" : ": \(said)")",
            advice: advice, status: status, url: place(response))
        error.retryAfter = asked
        error.oauthError = response.url.host.flatMap {
            AnsweredCodes.explained(in: response.body, from: $0.lowercased())
        }
        return error
    }

    /// A body that is not what it was taken for. HTML where data was expected is named as such: it is a login page or
    /// a proxy's error more often than not.
    static func undecodable(_ response: APIResponse, as format: String, because why: String) -> OAuthError {
        let type = response.headers[.contentType] ?? ""
        let start = response.body.prefix(256).drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
        let isMarkup = type.lowercased().contains("html") || start.first == UInt8(ascii: "<")
        let isPage = MediaType(type).essence == "text/html" || start.prefix(14).isDoctypeOfHTML
        let isHTML =
            switch format {
            case "text": false
            case "XML": isPage
            default: isMarkup
            }
        if isHTML {
            return OAuthError(
                .decode,
                "\(place(response)) answered \(response.status) with a web page, not \(format): \(snippet(response))",
                advice: "Check the URL: this is a login page or an error page of a proxy more often than not",
                status: response.status, url: place(response))
        }
        return OAuthError(
            .decode, "the answer of \(place(response)) is not valid \(format): \(why)", status: response.status,
            url: place(response))
    }

    /// A charset in `Content-Type` that nobody here can read.
    static func unknownCharset(_ response: APIResponse, named name: String) -> OAuthError {
        OAuthError(
            .decode,
            "the answer of \(place(response)) is in the charset '\(VisibleText.of(name))', which cannot be read",
            advice: "If it is another in fact, say which: { charset = \"…\" }; there are \(Charset.known)",
            status: response.status, url: place(response))
    }

    /// Bytes that are not of the charset they are said to be of.
    static func misnamed(_ response: APIResponse, charset: Charset, at offset: Int) -> OAuthError {
        let byte = String(response.body[offset], radix: 16, uppercase: true)
        return OAuthError(
            .decode,
            "the answer of \(place(response)) is not \(charset.rawValue) as it says: byte 0x\(byte) at position \(offset + 1)",
            advice: "If it is another charset in fact, say which: { charset = \"…\" }; there are \(Charset.known)",
            status: response.status, url: place(response))
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

extension Sequence<UInt8> {
    fileprivate var isDoctypeOfHTML: Bool {
        String(decoding: Array(self), as: UTF8.self).lowercased() == "<!doctype html"
    }
}

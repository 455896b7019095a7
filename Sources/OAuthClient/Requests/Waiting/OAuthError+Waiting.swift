import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What users are told where a server wants more time than a request has.
extension OAuthError {
    static func asksTooMuch(
        status: Int, isRefusal: Bool, host: String, asked: Duration, url: URL, longest: Duration
    ) -> OAuthError {
        tooLong(
            isRefusal && status != 503 ? .rateLimited : .http, "\(host) answered \(status) and", asked, longest,
            status: status, url: url)
    }

    /// An earlier answer said so, and nothing was sent.
    static func refusedBefore(host: String, asked: Duration, url: URL, longest: Duration) -> OAuthError {
        tooLong(.rateLimited, "\(host) takes no more requests now: it", asked, longest, status: nil, url: url)
    }

    private static func tooLong(
        _ kind: Kind, _ who: String, _ asked: Duration, _ longest: Duration, status: Int?, url: URL
    ) -> OAuthError {
        var error = OAuthError(
            kind,
            "\(who) wants to be left alone for \(asked.inWords), longer than the \(longest.inWords) that a request waits here",
            advice:
                "Try again in \(asked.inWords), or let the script wait: retry = { max_wait = \(asked.wholeSeconds) }",
            status: status, url: url.withoutSecrets)
        error.retryAfter = asked
        return error
    }
}

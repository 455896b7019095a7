import HTTPTypes
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Decides what follows a 3xx answer (RFC 9110 §15.4), as browsers and curl do, and stricter with credentials.
public struct RedirectPolicy: Sendable {
    public enum Decision: Sendable {
        case follow(TransportRequest)
        /// The answer stands.
        case stop
        case refuse(OAuthError)
    }

    public var limit: Int
    /// Dropped on the way to another origin, besides `Authorization`, `Cookie` and `Proxy-Authorization`.
    public var sensitiveHeaders: Set<HTTPField.Name>

    public init(limit: Int = 10, sensitiveHeaders: Set<HTTPField.Name> = []) {
        self.limit = limit
        self.sensitiveHeaders = sensitiveHeaders
    }

    /// - Parameter history: the URLs requested before this one, oldest first.
    public func decide(_ request: TransportRequest, _ response: TransportResponse, history: [URL]) -> Decision {
        guard [301, 302, 303, 307, 308].contains(response.status), let location = response.headers[.location],
            !location.isEmpty
        else { return .stop }
        func refuse(_ reason: String) -> Decision {
            .refuse(OAuthError(.http, reason, status: response.status, url: request.url.withoutSecrets))
        }
        let from = request.url.withoutSecrets
        guard history.count < limit else { return refuse("\(from) is the end of more than \(limit) redirects") }
        guard let target = target(location, from: request.url), let origin = Origin(target) else {
            return refuse("\(from) redirects to something that is no http or https URL")
        }
        let old = Origin(request.url)
        if old?.scheme == "https", origin.scheme == "http" {
            return refuse(
                "\(from) redirects from https to plain http (\(target.withoutSecrets)), which is never followed")
        }

        var next = request
        next.url = target
        if changesToGet(request.method, response.status) {
            next.method = "GET"
            next.body = .none
            next.headers = next.headers.filter { !$0.name.canonicalName.hasPrefix("content-") }
        }
        if origin != old {
            let dropped = sensitiveHeaders.union([.authorization, .proxyAuthorization, .cookie, Self.host])
            next.headers = next.headers.filter { !dropped.contains($0.name) }
            next.identity = nil
        }
        return .follow(next)
    }

    private static let host = HTTPField.Name("Host")!

    /// 303 always asks for a GET; 301 and 302 have come to mean it for a POST (RFC 9110 §15.4.2).
    private func changesToGet(_ method: String, _ status: Int) -> Bool {
        switch status {
        case 303: method != "GET" && method != "HEAD"
        case 301, 302: method == "POST"
        default: false
        }
    }

    /// Resolved against the request's URL, whose fragment it inherits (RFC 9110 §10.2.2), without user information.
    private func target(_ location: String, from url: URL) -> URL? {
        guard let resolved = URL(string: location, relativeTo: url)?.absoluteURL,
            var components = URLComponents(url: resolved, resolvingAgainstBaseURL: true)
        else { return nil }
        if components.percentEncodedFragment == nil {
            components.percentEncodedFragment = url.fragment(percentEncoded: true)
        }
        components.user = nil
        components.password = nil
        return components.url
    }
}

extension HTTPFields {
    /// The fields that satisfy `isIncluded`, in their order.
    fileprivate func filter(_ isIncluded: (HTTPField) -> Bool) -> HTTPFields {
        var result = HTTPFields()
        for field in self where isIncluded(field) { result.append(field) }
        return result
    }
}

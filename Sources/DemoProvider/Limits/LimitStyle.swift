import HTTPTypes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How an API tells its clients of a limit.
enum LimitStyle: String, Sendable, CaseIterable {
    /// `X-RateLimit-*` with the seconds since 1970, refused with 403.
    case github
    /// `x-rate-limit-*` with the seconds since 1970.
    case twitter
    /// `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers).
    case ietf
    /// `RateLimit-Limit`, `-Remaining` and `-Reset` with the seconds left, of that draft's early versions.
    case draft
    /// `X-RateLimit-Reset` and `X-RateLimit-Reset-After`, with fractions of a second.
    case discord
    /// `X-RateLimit-Reset` with the milliseconds since 1970.
    case milliseconds
    /// `X-RateLimit-Reset` with the seconds left.
    case seconds
    /// `X-RateLimit-Reset-At` with a date of RFC 3339.
    case date
    /// `Retry-After` on refusals only.
    case retryAfter = "retry-after"
    /// The same with a date.
    case retryDate = "retry-date"
    /// Nothing but the status.
    case bare

    var refusal: HTTPResponse.Status { self == .github ? .forbidden : .tooManyRequests }

    func headers(_ standing: FixedWindow.Standing, length: Double, now: Double) -> [(name: String, value: String)] {
        let (limit, remaining) = (String(standing.limit), String(standing.remaining))
        let left = max(0, standing.resetsAt - now)
        let whole = String(Int(left.rounded(.up)))
        let moment = Int(standing.resetsAt.rounded(.up))
        func counts(_ prefix: String) -> [(name: String, value: String)] {
            [(prefix + "Limit", limit), (prefix + "Remaining", remaining)]
        }
        switch self {
        case .github:
            return counts("X-RateLimit-") + [
                ("X-RateLimit-Used", String(standing.limit - standing.remaining)), ("X-RateLimit-Resource", "core"),
                ("X-RateLimit-Reset", String(moment)),
            ]
        case .twitter: return counts("x-rate-limit-") + [("x-rate-limit-reset", String(moment))]
        case .ietf:
            return [
                ("RateLimit-Policy", "\"default\";q=\(limit);w=\(Int(length.rounded(.up)))"),
                ("RateLimit", "\"default\";r=\(remaining);t=\(whole)"),
            ]
        case .draft: return counts("RateLimit-") + [("RateLimit-Reset", whole)]
        case .discord:
            return counts("X-RateLimit-") + [
                ("X-RateLimit-Reset", String(standing.resetsAt)), ("X-RateLimit-Reset-After", String(left)),
                ("X-RateLimit-Bucket", "abcd1234"),
            ]
        case .milliseconds:
            return counts("X-RateLimit-") + [("X-RateLimit-Reset", String(Int(standing.resetsAt * 1000)))]
        case .seconds: return counts("X-RateLimit-") + [("X-RateLimit-Reset", whole)]
        case .date:
            return counts("X-RateLimit-") + [("X-RateLimit-Reset-At", RFC3339.text(moment))]
        case .retryAfter: return standing.isServed ? [] : [("Retry-After", whole)]
        case .retryDate:
            let date = HTTPDate.text(Date(timeIntervalSince1970: Double(moment)))
            return standing.isServed ? [] : [("Retry-After", date)]
        case .bare: return []
        }
    }
}

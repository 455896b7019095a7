import HTTPTypes
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a cache knows of an answer, but for its body.
public struct StoredResponse: Sendable, Equatable {
    public var reason: String?
    public var httpVersion: String
    public var url: URL
    public var headers: HTTPFields
    /// When the server last said that this is its answer.
    public var confirmedAt: Date
    /// The body's length in bytes.
    public var length: Int

    /// In bytes: of the body, as a script gets it.
    public static let bodyLimit = 16 << 20

    /// nil for an answer that may not be kept (RFC 9111 §3), or is not worth it because nothing could be asked about it later.
    public init?(_ response: APIResponse, to request: APIRequest, use: CacheUse, at now: Date) {
        guard use != .off, request.isCacheable, response.status == 200, !response.leftOrigin, response.stream == nil,
            response.body.count <= Self.bodyLimit, !CacheDirectives(response.headers).has("no-store"),
            !response.headers[values: .vary].contains(where: { $0.split(separator: ",").contains { $0.trimmed == "*" } }
            )
        else { return nil }
        reason = response.reason
        httpVersion = response.httpVersion
        url = response.url
        headers = response.headers
        confirmedAt = now
        length = response.body.count
        if use == .revalidating, conditions.isEmpty { return nil }
    }

    /// RFC 9110 §13.1.2, §13.1.3: both where both are known, for servers that understand only the older one.
    var conditions: HTTPFields {
        var fields = HTTPFields()
        fields[.ifNoneMatch] = headers[.eTag]
        fields[.ifModifiedSince] = headers[.lastModified]
        return fields
    }

    /// Whether the server would say of both that they hold, or of neither.
    public func hasValidators(of other: StoredResponse) -> Bool { conditions == other.conditions }

    /// Whether the server needs not be asked.
    public func isFresh(for request: APIRequest, use: CacheUse, at now: Date) -> Bool {
        guard case .fresh(let limit) = use, !request.wantsConfirmation else { return false }
        let age = now.timeIntervalSince(confirmedAt)
        // A clock that was set back says nothing about the age.
        return age >= 0 && age < limit / .seconds(1)
    }

    /// The answer with its body, as the request would have got it.
    public func response(body: [UInt8]) -> APIResponse {
        APIResponse(
            status: 200, reason: reason, httpVersion: httpVersion, url: url, headers: headers, body: body,
            wasReplayed: false, redirects: 0)
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}

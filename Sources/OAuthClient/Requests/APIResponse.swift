import HTTPTypes
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What an API answered. Any status is an answer, also 404 and 500.
public struct APIResponse: Sendable {
    public var status: Int
    public var reason: String?
    /// `HTTP/1.0`, `HTTP/1.1` or `HTTP/2`.
    public var httpVersion: String
    /// Where the answer came from, after redirects.
    public var url: URL
    public var headers: HTTPFields
    /// Decompressed, with at least ``ResponseBody/padding`` bytes of spare capacity; empty when saved.
    public var body: [UInt8]
    /// The bytes written to the request's `savePath`; nil where nothing was saved, because none was asked for or the
    /// status was not 2xx.
    public var savedBytes: Int?
    /// Of what was saved, where the request has a checksum.
    public var checksum: Checksum?
    /// The body, still to be read, where the request asked for that and the status is 2xx.
    public var stream: ResponseStream?
    /// Whether a 401 was answered with a new token and a second try.
    public var wasReplayed: Bool
    public var redirects: Int
    /// Whether one of the redirects led to another origin.
    public var leftOrigin = false

    public var isOK: Bool { (200..<300).contains(status) }

    /// What the server says it wants in the way of authorization.
    public var challenges: [AuthenticationChallenge] {
        AuthenticationChallenge.parse(headers[values: .wwwAuthenticate])
    }

    /// The scopes that the token lacks, by a 403 with `insufficient_scope` (RFC 6750 §3.1); empty where the server
    /// does not name them, nil where that is not what failed.
    public var missingScopes: [String]? {
        challenges.first { $0.isBearer && $0.parameters["error"] == "insufficient_scope" }
            .map { ($0.parameters["scope"] ?? "").split(separator: " ").map(String.init) }
    }
}

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Where an issuer's metadata may be, in the order worth trying.
public struct WellKnownURLs: Sendable, Equatable {
    /// OpenID Connect Discovery §4: behind the issuer; for an issuer with a path also between host and path, as
    /// RFC 8414 §5 foresees.
    public var openID: [URL]
    /// RFC 8414 §3.1: between host and path; for an issuer with a path also behind it, where some providers have it.
    public var oauth: [URL]

    /// nil for an issuer that is no http or https URL, or has a query or fragment (RFC 8414 §2).
    public init?(issuer: String) {
        guard let url = URL(string: issuer, encodingInvalidCharacters: false), let origin = Origin(url),
            !issuer.contains("?"), !issuer.contains("#")
        else { return nil }
        var path = url.path(percentEncoded: true)
        // RFC 8414 §3.1, OpenID Connect Discovery §4.1: a terminating / goes first.
        if path.hasSuffix("/") { path.removeLast() }
        func urls(_ name: String, behindFirst: Bool) -> [URL] {
            let suffix = "/.well-known/\(name)"
            let behind = origin.description + path + suffix
            let between = origin.description + suffix + path
            let texts = path.isEmpty ? [behind] : behindFirst ? [behind, between] : [between, behind]
            return texts.compactMap { URL(string: $0, encodingInvalidCharacters: false) }
        }
        openID = urls("openid-configuration", behindFirst: true)
        oauth = urls("oauth-authorization-server", behindFirst: false)
    }
}

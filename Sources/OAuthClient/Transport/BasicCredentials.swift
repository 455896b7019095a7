#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A user name and a password (RFC 7617), of a proxy or of a URL.
public struct BasicCredentials: Sendable, Hashable {
    public var user: String
    public var password: String

    /// The value of the `Authorization` or `Proxy-Authorization` field.
    var basic: String { "Basic " + Data("\(user):\(password)".utf8).base64EncodedString() }
}

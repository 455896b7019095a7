#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The only places a connection's token may go. Scheme, host and port are all compared.
public struct HostAllowList: Sendable, Equatable {
    /// `name` (https, port 443), `name:port` or `*.name` (any host below `name`, not `name` itself).
    public struct Entry: Sendable, Equatable {
        public var scheme: String
        public var host: String
        public var port: Int
        public var isWildcard: Bool
    }

    public var entries: [Entry]

    public init(entries: [Entry]) { self.entries = entries }

    /// Whether a request to `url` may carry the token.
    public func allows(_ url: URL) -> Bool {
        guard let origin = Origin(url) else { return false }
        return entries.contains { entry in
            guard entry.scheme == origin.scheme, entry.port == origin.port else { return false }
            return entry.isWildcard ? origin.host.hasSuffix("." + entry.host) : origin.host == entry.host
        }
    }
}

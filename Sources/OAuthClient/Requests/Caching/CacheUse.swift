/// What a request wants of the cache.
public enum CacheUse: Sendable, Equatable {
    case off
    /// The server is always asked whether the stored answer still holds (RFC 9111 §4.3).
    case revalidating
    /// An answer that was stored or confirmed within this time is given without asking, whatever the server said about its
    /// lifetime.
    case fresh(within: Duration)
}

import OAuthCore

/// Who shares a limit: the requests of one connection to one host.
struct GateKey: Sendable, Hashable {
    /// nil for requests without a token.
    var connection: String?
    var origin: Origin

    /// As progress and logs name it.
    var host: String { origin.authority }
}

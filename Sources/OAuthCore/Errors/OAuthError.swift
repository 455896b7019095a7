/// What went wrong, in words a person can act on. Never holds a secret.
public struct OAuthError: Error, Sendable, Equatable {
    /// The `kind` a script sees in `err.kind`, and what the exit code is chosen by.
    public enum Kind: String, Sendable, CaseIterable {
        case authorizationRequired = "authorization_required"
        case oauth, http, network, timeout
        case rateLimited = "rate_limited"
        case decode, config, permission, store
    }

    public var kind: Kind
    /// What failed and why: one sentence without a full stop.
    public var message: String
    /// What to do next, where we know: one sentence without a full stop.
    public var advice: String?
    /// The HTTP status that said so.
    public var status: Int?
    /// The `error` code of RFC 6749 §4.1.2.1 or §5.2, or the provider's own code where it is known.
    public var oauthError: String?
    public var connection: String?
    /// Where the request went, without user information, query or fragment.
    public var url: String?
    /// How long the server asks to wait before the next attempt.
    public var retryAfter: Duration?
    /// A failure of the network that the next try meets as well: a name that does not exist, a certificate that is not
    /// to be trusted.
    public var isLasting = false

    public init(
        _ kind: Kind, _ message: String, advice: String? = nil, status: Int? = nil, oauthError: String? = nil,
        connection: String? = nil, url: String? = nil
    ) {
        self.kind = kind
        self.message = message
        self.advice = advice
        self.status = status
        self.oauthError = oauthError
        self.connection = connection
        self.url = url
    }

    /// Whether the same request may succeed later with nothing changed: 408, 429, 5xx, a timeout or the network.
    /// A dead grant stays dead, whatever the status that comes with it.
    public var isTransient: Bool {
        if oauthError == "invalid_grant" { return false }
        return switch kind {
        case .network, .timeout, .rateLimited: true
        case .http, .oauth: status.map { $0 == 408 || $0 == 425 || $0 == 429 || $0 >= 500 } ?? false
        default: false
        }
    }
}

extension OAuthError: CustomStringConvertible {
    public var description: String { advice.map { "\(message). \($0)" } ?? message }
}

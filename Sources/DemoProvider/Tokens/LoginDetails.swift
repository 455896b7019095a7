/// What a login is about, beyond its client and scope.
struct LoginDetails: Sendable, Equatable {
    /// Nil where no person is meant, as with `client_credentials`.
    var subject: String? = DemoUser.subject
    /// The issuer, where it is not the provider's own but a tenant's.
    var issuer: String?
    var nonce: String?
    /// RFC 8707: what the tokens are for; empty: everything.
    var resources: [String] = []
    /// RFC 9396, as it was asked for.
    var authorizationDetails: JSON?
    /// RFC 8693 §4.1: who acts for the subject.
    var actor: JSON?
    /// Of the DPoP key that a public client's refresh tokens are bound to (RFC 9449 §5).
    var refreshKey: String?
}

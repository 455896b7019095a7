import OAuthCore

/// The clients there are: the demo's own, one for each way to authenticate, and those that registered themselves.
struct Clients: Sendable {
    static let secretJWT = "demo-secret-jwt"
    static let key = "demo-key"
    static let certificate = "demo-mtls"
    /// 64 bytes, enough for HS512 (RFC 7518 §3.2).
    static let longSecret = "demo-secret-that-is-as-long-as-the-hash-of-hs512-has-to-have-it."

    private(set) var all: [Client]

    init(_ options: DemoProvider.Options) {
        let secret = Redacted(options.clientSecret)
        all = [
            Client(id: options.clientID, name: "oauthlua demo", secret: secret),
            Client(id: options.publicClientID, name: "oauthlua demo (public client)", authentication: .none),
            Client(id: "demo-basic", name: "oauthlua demo (Basic only)", secret: secret, authentication: .basic),
            Client(id: "demo-post", name: "oauthlua demo (post only)", secret: secret, authentication: .post),
            Client(
                id: Self.secretJWT, name: "oauthlua demo (client_secret_jwt)", secret: Redacted(Self.longSecret),
                authentication: .secretJWT),
            Client(id: Self.key, name: "oauthlua demo (private_key_jwt)", authentication: .keyJWT),
            Client(id: Self.certificate, name: "oauthlua demo (mutual TLS)", authentication: .certificate),
        ]
    }

    subscript(id: String) -> Client? {
        get { all.first { $0.id == id } }
        set {
            all.removeAll { $0.id == id }
            if let newValue { all.append(newValue) }
        }
    }
}

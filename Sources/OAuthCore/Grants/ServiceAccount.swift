#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A service account's key file, as Google issues it.
struct ServiceAccount: Sendable {
    /// The `iss` of its assertions.
    let email: String
    let privateKey: Redacted<String>
    let keyID: String?
    /// Where its assertions are exchanged, where the definition does not say.
    let tokenURL: String?

    /// - Throws: an error of kind `config` that says what else the text is.
    init(_ text: Redacted<String>) throws(OAuthError) {
        guard case .object(let fields) = JSONValue(text.reveal().utf8) else {
            throw OAuthError(
                .config, "the service_account is not JSON", advice: "Give the key file as it was downloaded, unchanged")
        }
        try Self.checkKind(fields)
        func field(_ name: String) -> String? { fields[name]?.text.flatMap { $0.isEmpty ? nil : $0 } }
        guard let email = field("client_email"), let privateKey = field("private_key") else {
            throw OAuthError(
                .config, "the service_account has no \(field("client_email") == nil ? "client_email" : "private_key")",
                advice: "Create a new JSON key for the service account")
        }
        self.email = email
        self.privateKey = Redacted(privateKey)
        keyID = field("private_key_id")
        tokenURL = field("token_uri")
    }

    /// The files that are taken for it most often look much like it.
    private static func checkKind(_ fields: [String: JSONValue]) throws(OAuthError) {
        if fields["installed"] != nil || fields["web"] != nil {
            throw OAuthError(
                .config, "the service_account file holds an OAuth client, not a service account",
                advice: "Write its client_id and client_secret with grant = 'authorization_code', or create a key of a "
                    + "service account")
        }
        switch fields["type"]?.text {
        case nil, "service_account": return
        case "authorized_user":
            throw OAuthError(
                .config, "the service_account file holds a person's login (authorized_user), not a service account",
                advice: "Write its client_id, client_secret and refresh_token with grant = 'refresh_token', or create "
                    + "a key of a service account")
        case let other?:
            throw OAuthError(
                .config, "the service_account file holds '\(VisibleText.of(other, limit: 60))', not a service account",
                advice: "Create a JSON key of a service account")
        }
    }

    /// What Google's token endpoint takes: the scope is a claim, and `sub` only stands for somebody else.
    func assertion(
        for connection: Connection, audience: String, now: Date
    ) async throws(OAuthError) -> Redacted<String> {
        var claims = connection.assertionTimes(
            now: now, lifetime: connection.inputs.assertionLifetime ?? .seconds(3600))
        claims["iss"] = .string(email)
        claims["aud"] = .string(audience)
        if !connection.scope.isEmpty { claims["scope"] = .string(connection.scope.joined(separator: " ")) }
        claims["sub"] = connection.inputs.subject.map(JSONValue.string)
        let key = try await SigningKey.make(privateKey, keyID: keyID)
        return Redacted(
            try key.sign(
                header: ["typ": .string("JWT")], claims: claims.merging(connection.inputs.assertionClaims) { $1 }))
    }
}

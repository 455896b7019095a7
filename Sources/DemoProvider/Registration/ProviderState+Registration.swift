import Crypto
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ProviderState {
    /// RFC 7591 §3.
    func register(_ metadata: JSON, token: String?) throws(TokenError) -> JSON {
        if behaviour.requiresInitialAccessToken {
            guard let token, SHA256.same(token, initialAccessToken.reveal()) else {
                throw .invalidToken("Registration needs the initial access token")
            }
        }
        let client = try Self.client(RandomToken.make("demo-registered-"), metadata)
        stats.registrations += 1
        return keep(client, metadata: metadata)
    }

    /// RFC 7592 §2.1.
    func registration(_ id: String, token: String?) throws(TokenError) -> JSON {
        Self.answer(try managed(id, token), endpoints: endpoints)
    }

    /// RFC 7592 §2.2: everything is replaced, and the token that manages it is a new one.
    func update(_ id: String, with metadata: JSON, token: String?) throws(TokenError) -> JSON {
        let old = try managed(id, token)
        guard metadata["client_id"]?.text == id else {
            throw TokenError("invalid_client_metadata", "client_id is not the registered one")
        }
        var client = try Self.client(id, metadata)
        client.secret = client.secret == nil ? nil : old.secret ?? client.secret
        return keep(client, metadata: metadata)
    }

    /// RFC 7592 §2.3.
    func unregister(_ id: String, token: String?) throws(TokenError) {
        _ = try managed(id, token)
        clients[id] = nil
    }

    private func managed(_ id: String, _ token: String?) throws(TokenError) -> Client {
        guard let token, let client = clients[id], let expected = client.registrationToken,
            SHA256.same(token, expected.reveal())
        else { throw .invalidToken("The token does not manage this client") }
        return client
    }

    private func keep(_ client: Client, metadata: JSON) -> JSON {
        var client = client
        let start = now
        client.registrationToken = Redacted(RandomToken.make("demo_reg_"))
        if client.secret != nil, behaviour.clientSecretLifetime > 0 {
            client.secretExpiresAt = start.addingTimeInterval(Double(behaviour.clientSecretLifetime))
        }
        client.registration = metadata.with("client_id_issued_at", .integer(Int(start.timeIntervalSince1970)))
        clients[client.id] = client
        return Self.answer(client, endpoints: endpoints)
    }

    /// RFC 7591 §2.
    private static func client(_ id: String, _ metadata: JSON) throws(TokenError) -> Client {
        let method = metadata["token_endpoint_auth_method"]?.text ?? Client.Authentication.basic.rawValue
        guard let authentication = Client.Authentication(rawValue: method),
            ![.secret, .certificate].contains(authentication)
        else { throw TokenError("invalid_client_metadata", "There is no such token_endpoint_auth_method here") }
        let redirectURIs = metadata["redirect_uris"]?.texts ?? []
        let grants = metadata["grant_types"]?.texts ?? ["authorization_code"]
        guard !redirectURIs.isEmpty || !grants.contains("authorization_code") else {
            throw TokenError("invalid_redirect_uri", "redirect_uris is missing")
        }
        for uri in redirectURIs where !(LoopbackRedirect.allows(uri) || uri.hasPrefix("https://")) || uri.contains("#")
        {
            throw TokenError("invalid_redirect_uri", "Redirect URIs are on loopback or https, without a fragment")
        }
        if let unknown = grants.first(where: { !grantTypes.contains($0) && $0 != "implicit" }) {
            throw TokenError("invalid_client_metadata", "There is no grant type \(Scope.printable(unknown))")
        }
        let keys = (metadata["jwks"]?["keys"]?.elements ?? []).compactMap { PublicKey(jwk: $0) }
        guard authentication != .keyJWT || !keys.isEmpty else {
            throw TokenError("invalid_client_metadata", "private_key_jwt needs a jwks with a public key")
        }
        var client = Client(
            id: id, name: metadata["client_name"]?.text ?? "A registered client", authentication: authentication,
            keys: keys, redirectURIs: redirectURIs)
        if [.basic, .post, .secretJWT].contains(authentication) {
            client.secret = Redacted(RandomToken.make("demo_client_secret_with_64_bytes_"))
        }
        return client
    }

    /// RFC 7591 §3.2.1 and RFC 7592 §3: what was registered, with what the client needs.
    private static func answer(_ client: Client, endpoints: Endpoints) -> JSON {
        let given: JSON = [
            "client_id": .string(client.id), "client_secret": client.secret.map { .string($0.reveal()) },
            "client_secret_expires_at": client.secret == nil
                ? nil : .integer(client.secretExpiresAt.map { Int($0.timeIntervalSince1970) } ?? 0),
            "token_endpoint_auth_method": .string(client.authentication.rawValue),
            "registration_access_token": client.registrationToken.map { .string($0.reveal()) },
            "registration_client_uri": .string(endpoints.registrationURL + "/" + client.id),
        ]
        return (given.members ?? []).reduce(client.registration ?? [:]) { $0.with($1.name, $1.value) }
    }
}

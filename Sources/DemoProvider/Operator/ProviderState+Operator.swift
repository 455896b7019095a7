import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ProviderState {
    func set(_ name: String, _ value: String) -> Bool { options.set(name, value) }

    func spoil(_ path: WritableKeyPath<Behaviour, IDTokenFault?> & Sendable, _ fault: IDTokenFault?) {
        options.behaviour[keyPath: path] = fault
    }

    /// Every access token ends now; refresh tokens live on.
    func expireAccessTokens() {
        let now = Date()
        for token in accessGrants.keys { accessGrants[token]?.expiresAt = now }
        played.expire(now: now)
    }

    /// The document has a new version.
    func publish() { documentVersion += 1 }

    /// Every login ends now, as when a person withdraws the consent at the provider.
    func revokeEverything() {
        for number in families.indices { revoke(family: number) }
        played.revoke()
        oauth1.revoke()
    }

    /// A public JWK or PEM. False where it is none, or there is no such client.
    func registerKey(_ text: String, for id: String) -> Bool {
        guard clients[id] != nil,
            let key = PublicKey(pem: text) ?? JSON.read(Data(text.utf8)).flatMap({ PublicKey(jwk: $0) })
        else { return false }
        clients[id]?.keys.append(key)
        return true
    }

    /// `clients`: id, secret, `token_endpoint_auth_method`; `keys`: of `demo-key`, by kind; `service_account_key`, `tls`.
    func clientList() -> JSON {
        let list = clients.all.map { client -> JSON in
            [
                "client_id": .string(client.id), "client_secret": client.secret.map { .string($0.reveal()) },
                "token_endpoint_auth_method": .string(client.authentication.rawValue), "name": .string(client.name),
            ]
        }
        let kinds = SigningAlgorithm.KeyKind.allCases.filter { $0 != .secret }
        let keys = kinds.compactMap { kind in
            keyRing.key(kind, of: .client).map { JSON.Member(name: kind.rawValue, value: Self.description(of: $0)) }
        }
        return [
            "issuer": .string(endpoints.issuer), "clients": .list(list), "keys": .object(keys),
            "oauth1": [
                "client_id": .string(OAuth1Consumer.key), "client_secret": .string(OAuth1Consumer.secret),
                "rsa": keyRing.key(.rsa, of: .consumer).map(Self.description),
                "token": .string(OAuth1Consumer.readyToken), "token_secret": .string(OAuth1Consumer.readySecret),
            ],
            "initial_access_token": .string(initialAccessToken.reveal()),
            "user": ["username": .string(DemoUser.name), "password": .string(DemoUser.password)],
            "tls": authority.map { authority in
                [
                    "ca": .string(authority.certificate), "client": Self.description(of: authority.client),
                    "stranger": Self.description(of: authority.stranger),
                ]
            },
        ]
    }

    private static func description(of key: PrivateKey) -> JSON {
        [
            "pem": .string(key.pem), "public_pem": key.publicKey.pem.map { .string($0) }, "jwk": key.jwk,
            "public_jwk": key.publicKey.jwk, "thumbprint": .string(key.publicKey.thumbprint),
        ]
    }

    private static func description(of identity: CertificateAuthority.Identity) -> JSON {
        [
            "certificate": .string(identity.certificate), "private_key": .string(identity.privateKey),
            "thumbprint": .string(identity.thumbprint),
        ]
    }

    func serviceAccount() -> JSON {
        guard let key = keyRing.key(.rsa, of: .serviceAccount) else { return .null }
        return ServiceAccount.json(
            key: key, tokenURL: endpoints.tokenURL, authorizationURL: endpoints.authorizationURL)
    }
}

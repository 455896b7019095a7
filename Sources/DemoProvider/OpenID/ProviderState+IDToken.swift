import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ProviderState {
    /// OpenID Connect Core §2, §3.1.3.6 and §3.3.2.11.
    func idToken(
        for client: Client, details: LoginDetails, scope: [String], accessToken: String?, code: String?, now: Date
    ) -> String {
        let algorithm = idTokenAlgorithm(of: client)
        let start = Int(now.timeIntervalSince1970)
        let claims: JSON = [
            "iss": .string(details.issuer ?? endpoints.issuer), "sub": details.subject.map { .string($0) },
            "aud": .string(client.id), "azp": .string(client.id), "exp": .integer(start + 3600),
            "iat": .integer(start), "auth_time": .integer(start), "nonce": details.nonce.map { .string($0) },
            "at_hash": accessToken.map { .string(Self.halfHash($0, algorithm)) },
            "c_hash": code.map { .string(Self.halfHash($0, algorithm)) },
            "name": scope.contains("profile") ? .string(DemoUser.fullName) : nil,
            "email": scope.contains("email") ? .string(DemoUser.email) : nil,
        ]
        return signed(claims, type: "JWT", algorithm: algorithm, fault: behaviour.idTokenFault, now: now)
    }

    /// Signed with the provider's key, or spoilt as the operator asked for.
    func signed(
        _ claims: JSON, type: String, algorithm: SigningAlgorithm, fault: IDTokenFault?, now: Date
    ) -> String {
        let claims = fault?.spoil(claims, now: Int(now.timeIntervalSince1970)) ?? claims
        guard let key = keyRing.key(algorithm.keyKind, of: .provider) else { return JWS.unsecured(claims) }
        let header: JSON = ["typ": .string(type), "kid": .string(keyRing.name(of: algorithm.keyKind))]
        switch fault {
        case .unsigned: return JWS.unsecured(claims)
        case .unknownKey:
            return JWS.sign(claims, header: header.with("kid", "unknown"), key: key, algorithm: algorithm)
        case .hs256WithPublicKey:
            return JWS.sign(claims, header: header, secret: Data((key.publicKey.pem ?? "").utf8))
        case .badSignature:
            let other = PrivateKey(algorithm.keyKind) ?? key
            return JWS.sign(claims, header: header, key: other, algorithm: algorithm)
        default: return JWS.sign(claims, header: header, key: key, algorithm: algorithm)
        }
    }

    func idTokenAlgorithm(of client: Client) -> SigningAlgorithm {
        let name = client.registration?["id_token_signed_response_alg"]?.text ?? behaviour.idTokenAlgorithm
        return SigningAlgorithm(rawValue: name) ?? .rs256
    }

    /// The left half of the hash that goes with the algorithm.
    private static func halfHash(_ text: String, _ algorithm: SigningAlgorithm) -> String {
        let data = Data(text.utf8)
        let hash: Data =
            switch algorithm.rawValue.suffix(3) {
            case "256": Data(SHA256.hash(data: data))
            case "384": Data(SHA384.hash(data: data))
            default: Data(SHA512.hash(data: data))
            }
        return Base64URL.encode(hash.prefix(hash.count / 2))
    }

    /// The public keys that the provider signs with (RFC 7517 §5).
    func keySet() -> JSON {
        let algorithm = SigningAlgorithm(rawValue: behaviour.idTokenAlgorithm) ?? .rs256
        var kinds: [SigningAlgorithm.KeyKind] = [.rsa, .p256]
        if !kinds.contains(algorithm.keyKind) { kinds.append(algorithm.keyKind) }
        let keys = kinds.compactMap { kind -> JSON? in
            guard let key = keyRing.key(kind, of: .provider) else { return nil }
            return key.publicKey.jwk.with("use", "sig").with("kid", .string(keyRing.name(of: kind)))
        }
        return ["keys": .list(keys)]
    }

    func rotateKeys() { keyRing.rotate() }
}

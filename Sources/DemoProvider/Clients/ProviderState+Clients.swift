import Crypto
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ProviderState {
    /// The registered client behind a request, or why it is not believed.
    func client(of request: TokenRequest) throws(TokenError) -> Client {
        let credentials = try ClientCredentials.read(authorization: request.authorization, form: request.form)
        guard let client = clients[credentials.clientID] else {
            throw .invalidClient("There is no client \(Scope.printable(credentials.clientID))")
        }
        switch (client.authentication, credentials.proof) {
        case (.none, .none): return client
        case (.none, .secret): throw .invalidClient("\(client.id) is a public client and has no secret")
        case (.secret, .secret(let given, _)), (.basic, .secret(let given, true)), (.post, .secret(let given, false)):
            guard let expected = client.secret, SHA256.same(expected.reveal(), given.reveal()) else {
                throw .invalidClient("The client secret is wrong")
            }
            if let end = client.secretExpiresAt, end <= request.now {
                throw .invalidClient("The client secret has expired")
            }
        case (.secretJWT, .assertion(let text)), (.keyJWT, .assertion(let text)):
            try check(text.reveal(), of: client, request)
        case (.certificate, .none):
            guard let given = request.certificate, given == authority?.client.thumbprint else {
                throw .invalidClient("\(client.id) has to present its certificate")
            }
        case (.secret, _), (.basic, .none), (.post, .none):
            throw .invalidClient("\(client.id) has to authenticate with its secret")
        default:
            throw .invalidClient("\(client.id) has to authenticate with \(client.authentication.rawValue)")
        }
        return client
    }

    /// RFC 7523 §3.
    private func check(_ text: String, of client: Client, _ request: TokenRequest) throws(TokenError) {
        guard let assertion = JWS(text), let algorithm = assertion.algorithm else {
            throw .invalidClient("The client assertion is no signed JWT")
        }
        let isSigned =
            switch client.authentication {
            case .secretJWT: client.secret.map { assertion.isSigned(by: $0.reveal()) } ?? false
            default: keys(of: client, for: algorithm).contains { assertion.isSigned(by: $0) }
            }
        guard isSigned else { throw .invalidClient("The client assertion's signature does not fit a registered key") }
        let claims = assertion.claims
        guard claims["iss"]?.text == client.id, claims["sub"]?.text == client.id else {
            throw .invalidClient("The client assertion's iss and sub have to be \(client.id)")
        }
        try checkTimes(of: claims, at: request.now) { .invalidClient("The client assertion " + $0) }
        guard isAudience(claims, request) else {
            throw .invalidClient("The client assertion's aud is neither the issuer nor this endpoint")
        }
        guard let id = claims["jti"]?.text else { throw .invalidClient("The client assertion has no jti") }
        guard accept("assertion \(client.id) \(id)", until: claims["exp"]?.seconds, now: request.now) else {
            throw .invalidClient("The client assertion was used before")
        }
    }

    /// The public keys that may have signed with `algorithm`.
    func keys(of client: Client, for algorithm: SigningAlgorithm) -> [PublicKey] {
        guard client.id == Clients.key, let own = keyRing.key(algorithm.keyKind, of: .client) else {
            return client.keys
        }
        return client.keys + [own.publicKey]
    }

    /// `exp` is there and ahead, `nbf` and `iat` are not: a minute is given for clocks that differ.
    func checkTimes(
        of claims: JSON, at now: Date, _ error: (String) -> TokenError
    ) throws(TokenError) {
        let seconds = Int(now.timeIntervalSince1970)
        guard let end = claims["exp"]?.seconds else { throw error("has no exp") }
        guard end > seconds else { throw error("has expired") }
        for name in ["nbf", "iat"] {
            if let start = claims[name]?.seconds, start > seconds + 60 { throw error("is from the future") }
        }
    }

    func isAudience(_ claims: JSON, _ request: TokenRequest) -> Bool {
        let audiences = claims["aud"]?.texts ?? []
        if let only = behaviour.assertionAudience { return audiences == [only] }
        return audiences.contains { [request.issuer, request.url, endpoints.tokenURL].contains($0) }
    }

    /// False where the name was seen before its end.
    func accept(_ name: String, until end: Int?, now: Date) -> Bool {
        let end = end.map { Date(timeIntervalSince1970: Double($0)) } ?? now.addingTimeInterval(600)
        return replays.accept(name, until: end, now: now)
    }
}

import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Why a signed request is not answered. Providers differ in how they say it; here it is a form with `oauth_problem`.
struct OAuth1Problem: Error, Sendable, Equatable {
    var name: String
    var isUnauthorized = true

    static func badRequest(_ name: String) -> OAuth1Problem { OAuth1Problem(name: name, isUnauthorized: false) }
}

extension ProviderState {
    enum OAuth1Token: Sendable { case none, temporary, lasting }

    /// Seconds that a timestamp may differ from the time it is here (RFC 5849 §3.3).
    static let timestampWindow = 300

    /// RFC 5849 §3.2.
    func check(_ request: SignedRequest, token kind: OAuth1Token) throws(OAuth1Problem) {
        guard request["oauth_version"].map({ $0 == "1.0" }) ?? true else { throw .badRequest("version_rejected") }
        guard let method = request["oauth_signature_method"], SignedRequest.methods.contains(method) else {
            throw .badRequest("signature_method_rejected")
        }
        guard request["oauth_consumer_key"] == OAuth1Consumer.key else {
            throw OAuth1Problem(name: "consumer_key_unknown")
        }
        let token = request["oauth_token"] ?? ""
        let secret: String? =
            switch kind {
            case .none: ""
            case .temporary: oauth1.temporary[token]?.secret
            // Two-legged: the client alone signs.
            case .lasting: token.isEmpty ? "" : oauth1.secret(of: token)
            }
        guard let secret else { throw OAuth1Problem(name: "token_rejected") }
        let key = method.hasPrefix("RSA") ? keyRing.key(.rsa, of: .consumer)?.publicKey : nil
        guard request.isSigned(clientSecret: OAuth1Consumer.secret, tokenSecret: secret, publicKey: key) else {
            throw OAuth1Problem(name: "signature_invalid")
        }
        guard request.fitsBodyHash else { throw OAuth1Problem(name: "body_hash_invalid") }
        try checkFreshness(of: request, method: method, token: token)
    }

    private func checkFreshness(of request: SignedRequest, method: String, token: String) throws(OAuth1Problem) {
        // PLAINTEXT may leave both out (§3.1).
        guard let nonce = request["oauth_nonce"], let timestamp = request["oauth_timestamp"].flatMap({ Int($0) }) else {
            guard method == "PLAINTEXT" else { throw .badRequest("parameter_absent") }
            return
        }
        let now = now
        guard abs(timestamp - Int(now.timeIntervalSince1970)) <= Self.timestampWindow else {
            throw OAuth1Problem(name: "timestamp_refused")
        }
        guard accept("oauth1 \(token) \(timestamp) \(nonce)", until: nil, now: now) else {
            throw OAuth1Problem(name: "nonce_used")
        }
    }

    /// §2.1.
    func requestToken(_ request: SignedRequest) throws(OAuth1Problem) -> [Parameter] {
        try check(request, token: .none)
        let callback = request["oauth_callback"] ?? (behaviour.omitsCallbackConfirmed ? "oob" : nil)
        guard let callback, callback == "oob" || LoopbackRedirect.allows(callback) else {
            throw .badRequest("parameter_absent")
        }
        let made = oauth1.begin(callback: callback)
        let confirmed = behaviour.omitsCallbackConfirmed ? [] : [Parameter("oauth_callback_confirmed", "true")]
        return [Parameter("oauth_token", made.token), Parameter("oauth_token_secret", made.secret)] + confirmed
    }

    /// §2.3.
    func accessToken(_ request: SignedRequest) throws(OAuth1Problem) -> [Parameter] {
        try check(request, token: .temporary)
        guard
            let made = oauth1.exchange(
                request["oauth_token"] ?? "", verifier: request["oauth_verifier"],
                asksForVerifier: !behaviour.omitsVerifier)
        else { throw OAuth1Problem(name: "permission_denied") }
        return [
            Parameter("oauth_token", made.token), Parameter("oauth_token_secret", made.secret),
            Parameter("user_id", DemoUser.subject), Parameter("screen_name", DemoUser.name),
        ]
    }

    enum OAuth1Step: Sendable {
        case ask
        case unknown
        case show(verifier: String)
        case redirect(String)
    }

    /// §2.2. `decision` is nil where the person was not asked yet.
    func authorizeOAuth1(_ token: String, decision: Bool?) -> OAuth1Step {
        guard let entry = oauth1.temporary[token], !entry.isAllowed else { return .unknown }
        guard let decision = decision ?? (options.consentsItself ? true : nil) else { return .ask }
        guard decision else {
            oauth1.drop(token)
            guard entry.callback != "oob" else { return .unknown }
            return .redirect(Callback(redirectURI: entry.callback, parameters: [Parameter("denied", token)]).url)
        }
        guard let verifier = oauth1.allow(token) else { return .unknown }
        guard entry.callback != "oob" else { return .show(verifier: verifier) }
        let verified = behaviour.omitsVerifier ? [] : [Parameter("oauth_verifier", verifier)]
        return .redirect(
            Callback(redirectURI: entry.callback, parameters: [Parameter("oauth_token", token)] + verified).url)
    }
}

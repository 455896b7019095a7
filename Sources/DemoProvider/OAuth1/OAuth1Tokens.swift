/// The temporary and the lasting credentials of OAuth 1.0a (RFC 5849 §2).
struct OAuth1Tokens: Sendable {
    struct Temporary: Sendable {
        var secret: String
        var callback: String
        /// Nil until the person has allowed it.
        var verifier: String?
        var isAllowed = false
    }

    private(set) var temporary: [String: Temporary] = [:]
    /// Secrets by token.
    private var lasting = [OAuth1Consumer.readyToken: OAuth1Consumer.readySecret]

    mutating func begin(callback: String) -> (token: String, secret: String) {
        let token = RandomToken.make("demo_request_")
        let secret = RandomToken.make("")
        temporary[token] = Temporary(secret: secret, callback: callback)
        return (token, secret)
    }

    /// The verifier, which the callback carries; nil where there is no such token any more.
    mutating func allow(_ token: String) -> String? {
        guard temporary[token] != nil else { return nil }
        let verifier = RandomToken.make("")
        temporary[token]?.verifier = verifier
        temporary[token]?.isAllowed = true
        return verifier
    }

    /// Good once, and only with the verifier (§2.3) where one is asked for.
    mutating func exchange(_ token: String, verifier: String?, asksForVerifier: Bool) -> (
        token: String, secret: String
    )? {
        guard let entry = temporary.removeValue(forKey: token), entry.isAllowed,
            !asksForVerifier || entry.verifier == verifier
        else { return nil }
        let made = (token: RandomToken.make("demo_oauth1_"), secret: RandomToken.make(""))
        lasting[made.token] = made.secret
        return made
    }

    mutating func drop(_ token: String) { temporary[token] = nil }

    /// Every login ends now.
    mutating func revoke() { lasting = [:] }

    func secret(of token: String) -> String? { lasting[token] }
}

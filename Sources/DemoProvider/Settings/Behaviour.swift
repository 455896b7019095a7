/// Where the provider differs from its defaults, and what it does wrong on purpose. Tests set it before the start
/// (``DemoProvider/Options/behaviour``, `oauthlua demo --serve --set name=value`) or at any time
/// (`POST /_demo/set?name=value`), by name.
public struct Behaviour: Sendable, Equatable {
    /// Token and API requests need a DPoP proof (RFC 9449).
    public var requiresDPoP = false
    /// DPoP proofs need a nonce of ours (RFC 9449 §8, §9).
    public var requiresDPoPNonce = false
    /// Authorization requests come by way of `/oauth/par` (RFC 9126).
    public var requiresPushedRequests = false
    /// Authorization requests come as signed objects (RFC 9101).
    public var requiresSignedRequests = false
    /// `response_type` may ask for tokens, and `fragment` is a response mode.
    public var allowsImplicit = false
    /// Registration needs the initial access token (RFC 7591 §3).
    public var requiresInitialAccessToken = false
    /// Seconds that the secret of a registered client is good for; 0: without end.
    public var clientSecretLifetime = 0
    /// Seconds between two polls of a device (RFC 8628 §3.2).
    public var deviceInterval = 5
    /// The device authorization response says no `interval`, which then means 5.
    public var omitsDeviceInterval = false
    /// A device that polls too often gets 429 instead of `slow_down`.
    public var slowsDownBy429 = false
    /// Seconds until a device code ends.
    public var deviceLifetime = 600
    /// The `alg` of ID tokens: RS256, ES256, or another of RFC 7518 but the HMACs.
    public var idTokenAlgorithm = "RS256"
    /// What is wrong with the next ID tokens, see ``IDTokenFault``.
    var idTokenFault: IDTokenFault?
    /// The `issuer` that discovery documents name instead of the true one.
    public var metadataIssuer: String?
    /// Seconds of `Cache-Control: max-age` at discovery documents and keys.
    public var metadataMaxAge = 60
    /// The only `aud` that client and authorization assertions may have, instead of the usual ones.
    public var assertionAudience: String?
    /// Seconds that the provider's clock is ahead of this machine's: `Date` headers, OAuth 1.0a timestamps and `iat`s.
    public var clockOffset = 0
    /// The request token response lacks `oauth_callback_confirmed` (RFC 5849 §2.1 has it).
    public var omitsCallbackConfirmed = false
    /// The OAuth 1.0a callback has no `oauth_verifier` and none is asked for, as before 1.0a.
    public var omitsVerifier = false
    /// How authorization responses sign themselves (JARM), see ``IDTokenFault``; they share its names.
    var responseFault: IDTokenFault?

    /// The `iss` of authorization responses, instead of the true one (RFC 9207).
    public var responseIssuer: String?
    /// The `sub` that userinfo says, instead of the ID token's.
    public var userinfoSubject: String?

    public init() {}
}

extension Behaviour {
    private static let switches: [String: WritableKeyPath<Behaviour, Bool> & Sendable] = [
        "require_dpop": \.requiresDPoP, "require_dpop_nonce": \.requiresDPoPNonce,
        "require_pushed_authorization_requests": \.requiresPushedRequests,
        "require_signed_request_object": \.requiresSignedRequests,
        "allow_implicit": \.allowsImplicit,
        "require_initial_access_token": \.requiresInitialAccessToken,
        "omit_device_interval": \.omitsDeviceInterval, "slow_down_by_429": \.slowsDownBy429,
        "omit_callback_confirmed": \.omitsCallbackConfirmed, "omit_verifier": \.omitsVerifier,
    ]
    private static let numbers: [String: WritableKeyPath<Behaviour, Int> & Sendable] = [
        "client_secret_lifetime": \.clientSecretLifetime, "device_interval": \.deviceInterval,
        "device_lifetime": \.deviceLifetime,
        "metadata_max_age": \.metadataMaxAge, "clock_offset": \.clockOffset,
    ]
    private static let texts: [String: WritableKeyPath<Behaviour, String?> & Sendable] = [
        "metadata_issuer": \.metadataIssuer, "response_issuer": \.responseIssuer,
        "userinfo_subject": \.userinfoSubject, "assertion_audience": \.assertionAudience,
    ]

    /// All names that can be set, sorted.
    public static let names =
        (Array(switches.keys) + Array(numbers.keys) + Array(texts.keys) + ["id_token_algorithm"]).sorted()

    /// Sets what `name` stands for. Switches take `1`, `true`, `0`, `false`; numbers are whole; an empty text unsets.
    ///
    /// - Returns: False where there is no such name or the value is none for it.
    public mutating func set(_ name: String, _ value: String) -> Bool {
        if let path = Self.switches[name] {
            guard let on = ["1": true, "true": true, "0": false, "false": false][value] else { return false }
            self[keyPath: path] = on
        } else if let path = Self.numbers[name] {
            guard let number = Int(value) else { return false }
            self[keyPath: path] = number
        } else if let path = Self.texts[name] {
            self[keyPath: path] = value.isEmpty ? nil : value
        } else if name == "id_token_algorithm" {
            guard SigningAlgorithm.asymmetric.contains(where: { $0.rawValue == value }) else { return false }
            idTokenAlgorithm = value
        } else {
            return false
        }
        return true
    }
}

extension DemoProvider.Options {
    private static let switches: [String: WritableKeyPath<Self, Bool> & Sendable] = [
        "rotate_refresh_tokens": \.rotatesRefreshTokens, "return_refresh_token": \.returnsRefreshToken,
        "require_pkce": \.requiresPKCE, "send_iss": \.sendsIss,
    ]
    private static let durations = ["access_token_lifetime", "refresh_token_lifetime", "reuse_grace"]

    /// What ``set(_:_:)`` knows, sorted.
    public static let names = (Behaviour.names + Array(switches.keys) + durations).sorted()

    /// Sets an option by name, as `oauthlua demo --serve --set` and `POST /_demo/set` do. Switches take `1`, `true`, `0`,
    /// `false`; numbers are whole, times in seconds; an empty text unsets.
    ///
    /// - Returns: False where there is no such name or the value is none for it.
    public mutating func set(_ name: String, _ value: String) -> Bool {
        if let path = Self.switches[name] {
            guard let on = ["1": true, "true": true, "0": false, "false": false][value] else { return false }
            self[keyPath: path] = on
            return true
        }
        guard Self.durations.contains(name) else { return behaviour.set(name, value) }
        guard let seconds = value.isEmpty ? 0 : Int64(value), seconds >= 0 else { return false }
        switch name {
        case "access_token_lifetime": accessTokenLifetime = .seconds(seconds)
        case "refresh_token_lifetime": refreshTokenLifetime = seconds == 0 ? nil : .seconds(seconds)
        default: reuseGrace = .seconds(seconds)
        }
        return true
    }
}

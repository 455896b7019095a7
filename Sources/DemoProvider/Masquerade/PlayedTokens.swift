#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The codes and tokens of a played provider. Who may have one is decided elsewhere.
struct PlayedTokens: Sendable {
    private struct Access: Sendable {
        var login: Int
        var endsAt: Date
    }

    private struct Refresh: Sendable {
        var login: Int
        var usedAt: Date?
    }

    private var logins: [PlayedLogin] = []
    private var codes: [String: (login: Int, endsAt: Date)] = [:]
    private var access: [String: Access] = [:]
    private var refresh: [String: Refresh] = [:]

    func hasLogin(of clientID: String) -> Bool { logins.contains { $0.clientID == clientID } }

    subscript(login: Int) -> PlayedLogin { logins[login] }

    mutating func code(for login: PlayedLogin, now: Date) -> String {
        let code = RandomToken.make("demo_code_")
        logins.append(login)
        codes[code] = (logins.count - 1, now.addingTimeInterval(60))
        return code
    }

    /// Good once, and for a minute.
    mutating func redeem(_ code: String, now: Date) -> Int? {
        codes.removeValue(forKey: code).flatMap { $0.endsAt > now ? $0.login : nil }
    }

    mutating func accessToken(for login: Int, lifetime: TimeInterval, now: Date) -> String {
        let token = RandomToken.make("demo_access_")
        access[token] = Access(login: login, endsAt: now.addingTimeInterval(lifetime))
        return token
    }

    mutating func refreshToken(for login: Int) -> String {
        let token = RandomToken.make("demo_refresh_")
        refresh[token] = Refresh(login: login)
        return token
    }

    func login(ofAccessToken token: String, now: Date) -> Int? {
        access[token].flatMap { $0.endsAt > now ? $0.login : nil }
    }

    /// nil for one that was used more than the grace ago.
    func login(ofRefreshToken token: String, grace: TimeInterval, now: Date) -> Int? {
        refresh[token].flatMap { entry in
            (entry.usedAt.map { now.timeIntervalSince($0) < grace } ?? true) ? entry.login : nil
        }
    }

    mutating func use(refreshToken token: String, now: Date) {
        if refresh[token]?.usedAt == nil { refresh[token]?.usedAt = now }
    }

    mutating func endAccessTokens(of login: Int) { access = access.filter { $0.value.login != login } }

    /// Every access token ends now.
    mutating func expire(now: Date) {
        for token in access.keys { access[token]?.endsAt = now }
    }

    /// Every login ends now.
    mutating func revoke() {
        access = [:]
        refresh = [:]
    }
}

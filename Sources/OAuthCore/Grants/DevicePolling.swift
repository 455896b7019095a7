#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// When to ask the token endpoint whether a person has signed in on another device, and when to stop (RFC 8628 §3.5).
public struct DevicePolling: Sendable {
    public enum Step: Sendable, Equatable {
        /// Ask once this long has passed.
        case ask(after: Duration)
        /// It is over, once this long has passed.
        case giveUp(after: Duration, OAuthError)
    }

    private var interval: Duration
    /// Questions in a row that have not reached the provider.
    private var failures = 0
    private let connection: String
    private let command: String
    private let end: Date
    private let overdue: OAuthError

    /// - Parameters:
    ///   - command: what begins again.
    ///   - limit: when nobody waits any longer; the code may end before.
    ///   - overdue: what is said then.
    public init(
        _ authorization: DeviceAuthorization, connection: String, command: String, limit: Date, overdue: OAuthError
    ) {
        interval = authorization.interval
        self.connection = connection
        self.command = command
        end = min(limit, authorization.expiresAt)
        self.overdue =
            limit < authorization.expiresAt ? overdue : .deviceCodeExpired(connection: connection, command: command)
    }

    public func begin(now: Date) -> Step { ask(after: interval, now: now) }

    /// What to do after an answer that brought no token.
    public mutating func step(after error: OAuthError, now: Date) -> Step {
        switch error.oauthError {
        case "authorization_pending":
            failures = 0
            return ask(after: max(interval, error.retryAfter ?? .zero), now: now)
        case "slow_down": return slowDown(error, now)
        case "access_denied", "authorization_declined":
            return .giveUp(after: .zero, .deviceSignInDenied(error, connection: connection))
        case "expired_token", "code_expired":
            return .giveUp(after: .zero, .deviceCodeExpired(connection: connection, command: command))
        default: break
        }
        if error.kind == .rateLimited || error.status == 429 { return slowDown(error, now) }
        guard error.isTransient else { return .giveUp(after: .zero, error) }
        // §3.5: after a timeout, less often; once the provider answers, as before.
        failures = min(failures + 1, 4)
        let backoff = min(interval * (1 << failures), max(interval, Self.longestBackoff))
        return ask(after: max(backoff, error.retryAfter ?? .zero), now: now)
    }

    private static let longestBackoff = Duration.seconds(60)

    /// §3.5: five seconds more from now on. Providers that answer 429 instead mean the same.
    private mutating func slowDown(_ error: OAuthError, _ now: Date) -> Step {
        failures = 0
        interval += .seconds(5)
        return ask(after: max(interval, error.retryAfter ?? .zero), now: now)
    }

    private func ask(after delay: Duration, now: Date) -> Step {
        let left = Duration.seconds(end.timeIntervalSince(now))
        return delay < left ? .ask(after: delay) : .giveUp(after: max(.zero, left), overdue)
    }
}

extension OAuthError {
    static func deviceCodeExpired(connection: String, command: String) -> OAuthError {
        OAuthError(
            .permission, "the code for '\(connection)' ran out before anybody had signed in with it",
            advice: "Run: \(command)", oauthError: "expired_token", connection: connection)
    }

    static func deviceSignInDenied(_ refusal: OAuthError, connection: String) -> OAuthError {
        OAuthError(
            .permission, "access for '\(connection)' was denied",
            advice: "Run the command again and consent, or ask whoever administers the account",
            status: refusal.status, oauthError: refusal.oauthError, connection: connection)
    }
}

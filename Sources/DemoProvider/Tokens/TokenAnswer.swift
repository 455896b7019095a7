#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A successful token response (RFC 6749 §5.1).
struct TokenAnswer: Sendable {
    var pair: RotatingFamily.Pair
    var scope: [String]
    var now: Date
    var tokenType = "Bearer"
    /// What single grants and extensions add: `id_token`, `authorization_details`, `issued_token_type`, …
    var more: [JSON.Member] = []

    var json: JSON {
        let members: JSON = [
            "access_token": .string(pair.accessToken.reveal()), "token_type": .string(tokenType),
            "expires_in": .integer(wholeSeconds(until: pair.accessTokenExpiresAt)),
            "refresh_token": pair.refreshToken.map { .string($0.reveal()) },
            "refresh_token_expires_in": pair.refreshTokenExpiresAt.map { .integer(wholeSeconds(until: $0)) },
            "scope": .string(scope.joined(separator: " ")),
        ]
        return more.reduce(members) { $0.with($1.name, $1.value) }
    }

    func with(_ name: String, _ value: JSON?) -> TokenAnswer {
        guard let value else { return self }
        var answer = self
        answer.more.append(JSON.Member(name: name, value: value))
        return answer
    }

    /// Rounded to milliseconds first: a sum of dates may come out a hair below the whole second it means.
    private func wholeSeconds(until end: Date) -> Int {
        max(0, Int((end.timeIntervalSince(now) * 1000).rounded()) / 1000)
    }
}

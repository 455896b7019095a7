import OAuthCore
import SQLiteDatabase

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a token is besides its secrets: the `details` column, sealed like them since scopes and times tell of people's
/// lives too. Dates are in seconds since 2001-01-01T00:00:00Z, as `Date` counts, so that they come back to the bit.
struct TokenDetails: Codable {
    var type: String
    var expiresAt: Date?
    var refreshTokenExpiresAt: Date?
    var scope: [String]?
    var obtainedAt: Date
    /// Which of the other columns were filled, so that emptying one is noticed.
    var hasRefreshToken: Bool
    var hasIDToken: Bool
    /// Since a store may be older than these, they may be missing.
    var secret: String?
    var dpopKey: String?
    var claims: String?
    var kept: [String: String]?

    init(_ token: Token) {
        type = token.type
        expiresAt = token.expiresAt
        refreshTokenExpiresAt = token.refreshTokenExpiresAt
        scope = token.scope
        obtainedAt = token.obtainedAt
        hasRefreshToken = token.refreshToken != nil
        hasIDToken = token.idToken != nil
        secret = token.secret?.reveal()
        dpopKey = token.dpopKey?.reveal()
        claims = token.claims
        kept = token.kept.isEmpty ? nil : token.kept
    }
}

/// A row of `tokens`, sealed.
struct SealedToken {
    var accessToken: [UInt8]
    var refreshToken: [UInt8]?
    var idToken: [UInt8]?
    var details: [UInt8]

    init(_ token: Token, for key: TokenKey, with sealer: Sealer) throws {
        func seal(_ value: Redacted<String>, _ column: String) throws -> [UInt8] {
            try sealer.seal(value, for: .token(key, column: column))
        }
        accessToken = try seal(token.accessToken, "access_token")
        refreshToken = try token.refreshToken.map { try seal($0, "refresh_token") }
        idToken = try token.idToken.map { try seal($0, "id_token") }
        let json = try JSONEncoder().encode(TokenDetails(token))
        details = try seal(Redacted(String(decoding: json, as: UTF8.self)), "details")
    }

    /// Reads the four columns that start at `first`.
    init(_ row: borrowing Statement, from first: Int32) {
        accessToken = row.blob(first) ?? []
        refreshToken = row.blob(first + 1)
        idToken = row.blob(first + 2)
        details = row.blob(first + 3) ?? []
    }

    /// Throws ``Sealer/Broken`` for anything that was not sealed for this row.
    func open(for key: TokenKey, with sealer: Sealer) throws -> Token {
        func open(_ value: [UInt8], _ column: String) throws -> Redacted<String> {
            try sealer.open(value, for: .token(key, column: column))
        }
        let json = try open(self.details, "details").map { Data($0.utf8) }
        guard let details = try? JSONDecoder().decode(TokenDetails.self, from: json.reveal()),
            details.hasRefreshToken == (refreshToken != nil), details.hasIDToken == (idToken != nil)
        else { throw Sealer.Broken() }
        var token = Token(
            accessToken: try open(accessToken, "access_token"), type: details.type,
            refreshToken: try refreshToken.map { try open($0, "refresh_token") },
            idToken: try idToken.map { try open($0, "id_token") }, expiresAt: details.expiresAt,
            refreshTokenExpiresAt: details.refreshTokenExpiresAt, scope: details.scope, obtainedAt: details.obtainedAt)
        token.secret = details.secret.map { Redacted($0) }
        token.dpopKey = details.dpopKey.map { Redacted($0) }
        token.claims = details.claims
        token.kept = details.kept ?? [:]
        return token
    }
}

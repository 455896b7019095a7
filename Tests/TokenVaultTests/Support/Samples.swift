import Foundation
import OAuthCore

@testable import TokenVault

extension TokenKey {
    static let google = TokenKey(
        connection: "google", profile: "default", provider: "https://accounts.google.com", clientID: "client-1")

    func with(
        connection: String? = nil, profile: String? = nil, provider: String? = nil, clientID: String? = nil
    ) -> TokenKey {
        TokenKey(
            connection: connection ?? self.connection, profile: profile ?? self.profile,
            provider: provider ?? self.provider, clientID: clientID ?? self.clientID)
    }
}

extension Token {
    static func sample(_ name: String = "one") -> Token {
        Token(
            accessToken: Redacted("access-\(name)-7f3a"), refreshToken: Redacted("refresh-\(name)-91bc"),
            idToken: Redacted("identity-\(name)-55de"),
            expiresAt: Date(timeIntervalSinceReferenceDate: 812_345_678.125),
            refreshTokenExpiresAt: Date(timeIntervalSinceReferenceDate: 900_000_000.7),
            scope: ["calendar.readonly", "e mail"],
            obtainedAt: Date(timeIntervalSinceReferenceDate: 812_342_078.1))
    }
}

extension KeySource {
    /// A key file in `folder`, written on the spot.
    static func sample(in folder: TemporaryFolder, byte: UInt8 = 0x41) throws -> KeySource {
        let path = folder.path + "/key-\(byte)"
        try Data((0..<32).map { $0 ^ byte | 0x80 }).write(to: URL(fileURLWithPath: path))
        return .file(path)
    }
}

/// The error that `body` throws, as an `OAuthError`; nil where it throws none or another.
func failure(of body: () async throws -> Void) async -> OAuthError? {
    do { try await body() } catch { return error as? OAuthError }
    return nil
}

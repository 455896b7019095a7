import Crypto
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The codes given out and what came of them: each is good once, for 60 seconds, for one client (RFC 6749 §4.1.2).
struct AuthorizationCodes: Sendable {
    static let lifetime: TimeInterval = 60

    enum Redemption: Sendable, Equatable {
        case granted(SignInRequest)
        /// It was redeemed before: the tokens of that time, which the thief or the victim holds, have to end.
        case replayed(family: Int?)
        case refused(String)
    }

    private struct Entry: Sendable {
        var request: SignInRequest
        var issuedAt: Date
        var isSpent = false
        var family: Int?
    }

    private var entries: [Redacted<String>: Entry] = [:]

    mutating func issue(for request: SignInRequest, now: Date) -> Redacted<String> {
        // A spent code is remembered for ten minutes, long enough to notice that it comes again.
        entries = entries.filter { now.timeIntervalSince($0.value.issuedAt) < 600 }
        let code = Redacted(RandomToken.make("demo_code_"))
        entries[code] = Entry(request: request, issuedAt: now)
        return code
    }

    /// A code that reached the wrong redirect URI or came with the wrong verifier is burnt: somebody took it.
    mutating func redeem(
        _ code: Redacted<String>, clientID: String, redirectURI: String?, verifier: String?, now: Date
    ) -> Redemption {
        guard let entry = entries[code], entry.request.clientID == clientID else {
            return .refused("The code is not one of this client's")
        }
        guard !entry.isSpent else { return .replayed(family: entry.family) }
        entries[code]?.isSpent = true
        guard now.timeIntervalSince(entry.issuedAt) < Self.lifetime else { return .refused("The code has expired") }
        guard redirectURI == entry.request.redirectURI else {
            return .refused("redirect_uri is not the one of the authorization request")
        }
        if let problem = Self.problem(verifier: verifier, challenge: entry.request.codeChallenge) {
            return .refused(problem)
        }
        return .granted(entry.request)
    }

    /// Ties the tokens to the code they came from.
    mutating func record(family: Int, for code: Redacted<String>) { entries[code]?.family = family }

    /// RFC 7636 §4.6. A verifier without a challenge is refused as well: somebody took the challenge away
    /// (RFC 9700 §2.1.1).
    private static func problem(verifier: String?, challenge: String?) -> String? {
        switch (challenge, verifier) {
        case (nil, nil): nil
        case (nil, .some): "The authorization request had no code_challenge"
        case (.some, nil): "code_verifier is missing"
        case (.some(let challenge), .some(let verifier)):
            if !isVerifier(verifier) {
                "code_verifier is not 43 to 128 unreserved characters"
            } else if Base64URL.encode(Data(SHA256.hash(data: Data(verifier.utf8)))) != challenge {
                "code_verifier does not fit the code_challenge"
            } else {
                nil
            }
        }
    }

    /// RFC 7636 §4.1.
    private static func isVerifier(_ text: String) -> Bool {
        (43...128).contains(text.utf8.count) && Form.encode(text) == text
    }
}

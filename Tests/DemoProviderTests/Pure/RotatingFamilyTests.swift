import Foundation
import OAuthCore
import Testing

@testable import DemoProvider

@Suite struct RotatingFamilyTests {
    private let start = Date(timeIntervalSince1970: 1_000_000)

    private func pair(_ number: Int, refreshTokenExpiresAt: Date? = nil) -> RotatingFamily.Pair {
        RotatingFamily.Pair(
            accessToken: Redacted("at\(number)"), accessTokenExpiresAt: start.addingTimeInterval(3600),
            refreshToken: Redacted("rt\(number)"), refreshTokenExpiresAt: refreshTokenExpiresAt)
    }

    private func family(rotates: Bool = true, grace: Duration = .zero, first: RotatingFamily.Pair? = nil)
        -> RotatingFamily
    {
        RotatingFamily(clientID: "c", scope: ["s"], rotates: rotates, grace: grace, first: first ?? pair(0))
    }

    /// A story: at each second the refresh token of that number is used; what comes of it.
    enum Outcome: Equatable { case issued, replayed, reuse, revoked, unknown }

    @Test(
        arguments: [
            (0.0, [(0.0, 0, .issued), (1, 1, .issued), (2, 2, .issued)]),
            (0.0, [(0.0, 0, .issued), (0, 0, .reuse), (1, 1, .revoked), (2, 0, .revoked)]),
            (0.0, [(0.0, 7, .unknown), (0, 0, .issued)]),
            (10.0, [(0.0, 0, .issued), (9.9, 0, .replayed), (9.9, 0, .replayed), (10, 0, .reuse), (11, 1, .revoked)]),
            (10.0, [(0.0, 0, .issued), (1, 1, .issued), (2, 0, .reuse)]),
            (10.0, [(0.0, 0, .issued), (1, 1, .issued), (2, 1, .replayed), (20, 1, .reuse)]),
        ] as [(Double, [(Double, Int, Outcome)])])
    func stories(grace: Double, uses: [(Double, Int, Outcome)]) {
        var family = family(grace: .seconds(grace))
        for (second, token, expected) in uses {
            let next = pair(family.generations.count)
            let (decision, given) = family.use(Redacted("rt\(token)"), now: start.addingTimeInterval(second)) { next }
            let outcome: Outcome =
                switch decision {
                case .issue: .issued
                case .replay: .replayed
                case .reuse: .reuse
                case .refused(.unknown): .unknown
                case .refused: .revoked
                }
            #expect(outcome == expected, "at \(second)")
            switch outcome {
            case .issued: #expect(given == next)
            case .replayed: #expect(given == pair(token + 1))
            default: #expect(given == nil)
            }
        }
    }

    @Test func aTokenThatDoesNotRotateIsUsedForEver() {
        var family = family(rotates: false)
        for _ in 0..<3 {
            let (decision, given) = family.use(Redacted("rt0"), now: start) { pair(9) }
            #expect(decision == .issue)
            #expect(given == pair(9))
        }
        #expect(family.generations.count == 1)
    }

    @Test func anExpiredTokenIsNoReuse() {
        var family = family(first: pair(0, refreshTokenExpiresAt: start.addingTimeInterval(5)))
        #expect(family.decision(for: Redacted("rt0"), now: start.addingTimeInterval(4.9)) == .issue)
        #expect(family.use(Redacted("rt0"), now: start.addingTimeInterval(5)) { pair(1) }.0 == .refused(.expired))
        #expect(!family.isRevoked)
    }
}

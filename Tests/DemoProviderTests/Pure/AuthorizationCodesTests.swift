import Foundation
import OAuthCore
import Testing

@testable import DemoProvider

@Suite struct AuthorizationCodesTests {
    private let start = Date(timeIntervalSince1970: 1_000_000)
    /// RFC 7636 appendix B.
    private let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    private let request = SignInRequest(
        clientID: "c", clientName: "C", redirectURI: "http://localhost/cb", scope: ["s"],
        codeChallenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")

    @Test(arguments: [(0.0, true), (59.9, true), (60.0, false), (599.0, false)])
    func aCodeLivesForAMinute(age: Double, isGood: Bool) {
        var codes = AuthorizationCodes()
        let code = codes.issue(for: request, now: start)
        let outcome = codes.redeem(
            code, clientID: "c", redirectURI: request.redirectURI, verifier: verifier,
            now: start.addingTimeInterval(age))
        #expect(outcome == (isGood ? .granted(request) : .refused("The code has expired")))
    }

    @Test func aReplayNamesTheFamily() {
        var codes = AuthorizationCodes()
        let code = codes.issue(for: request, now: start)
        func redeem() -> AuthorizationCodes.Redemption {
            codes.redeem(code, clientID: "c", redirectURI: request.redirectURI, verifier: verifier, now: start)
        }
        #expect(redeem() == .granted(request))
        codes.record(family: 3, for: code)
        #expect(redeem() == .replayed(family: 3))
    }

    @Test func aFailedAttemptBurnsTheCode() {
        var codes = AuthorizationCodes()
        let code = codes.issue(for: request, now: start)
        func redeem(_ verifier: String) -> AuthorizationCodes.Redemption {
            codes.redeem(code, clientID: "c", redirectURI: request.redirectURI, verifier: verifier, now: start)
        }
        #expect(redeem(String(repeating: "x", count: 43)) == .refused("code_verifier does not fit the code_challenge"))
        #expect(redeem(verifier) == .replayed(family: nil))
    }

    @Test(arguments: [42, 129]) func verifiersHaveALength(length: Int) {
        var codes = AuthorizationCodes()
        let code = codes.issue(for: request, now: start)
        let outcome = codes.redeem(
            code, clientID: "c", redirectURI: request.redirectURI, verifier: String(repeating: "a", count: length),
            now: start)
        #expect(outcome == .refused("code_verifier is not 43 to 128 unreserved characters"))
    }
}

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Signed authorization answers (JWT Secured Authorization Response Mode for OAuth 2.0, JARM).
extension AuthorizationRequest {
    /// The parameter that such an answer comes in; nil where it was not asked for one.
    public func signedAnswer(in callback: CallbackParameters) -> Redacted<String>? {
        guard responseMode?.isSigned == true else { return nil }
        return callback["response"].map { Redacted($0) }
    }

    /// The parameters in the claims of an answer whose signature is good (JARM §2.4).
    /// - Throws: why it is not the answer to this sign-in.
    public func parameters(
        ofSignedAnswer claims: [String: JSONValue], now: Date
    ) throws(UnfitAnswer) -> CallbackParameters {
        guard let claimed = claims["iss"]?.text else { throw UnfitAnswer("it does not say who signed it (iss)") }
        if let issuer, claimed != issuer {
            throw UnfitAnswer("it was signed by '\(VisibleText.of(claimed, limit: 100))', not by '\(issuer)'")
        }
        let audiences: [String] =
            switch claims["aud"] {
            case .string(let text): [text]
            case .array(let items): items.compactMap(\.text)
            default: []
            }
        guard audiences.contains(clientID) else { throw UnfitAnswer("it is for another client (aud)") }
        guard let end = claims["exp"]?.seconds else { throw UnfitAnswer("it does not say when it ends (exp)") }
        guard now.timeIntervalSince1970 < end + 60 else {
            throw UnfitAnswer("it has ended (exp); is the clock of this computer right?")
        }
        let own: Set<String> = ["aud", "exp", "iat", "nbf", "jti"]
        return CallbackParameters(
            claims.filter { !own.contains($0.key) }.sorted { $0.key < $1.key }.compactMap { name, value in
                value.parameterText.map { Parameter(name, $0) }
            }, isSigned: true)
    }
}

/// Why a signed answer does not count; continues "Ignored a request to the callback address: …".
public struct UnfitAnswer: Error, Sendable, Equatable {
    public var reason: String

    init(_ reason: String) { self.reason = reason }
}

extension Connection {
    /// What authorization answers may be signed with: a key of the provider's own.
    public var answerAlgorithms: Set<SigningAlgorithm> {
        Set(SigningAlgorithm.allCases.filter { !$0.isSymmetric })
    }
}

extension JSONValue {
    fileprivate var seconds: Double? {
        switch self {
        case .integer(let seconds): Double(seconds)
        case .number(let seconds) where seconds.isFinite: seconds
        default: nil
        }
    }

    fileprivate var parameterText: String? {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        case .boolean(let flag): flag ? "true" : "false"
        default: nil
        }
    }
}

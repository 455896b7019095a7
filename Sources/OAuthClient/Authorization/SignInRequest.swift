import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a person is asked in a browser, and how the answer becomes a token. OAuth 1.0a and 2 differ in nothing else.
protocol SignInRequest: Sendable {
    /// Where the browser is sent.
    var url: URL { get }
    /// The connection's name.
    var connection: String { get }

    /// Judges what came back.
    func judge(_ callback: CallbackParameters, connection: Connection, endpoint: TokenEndpoint) async -> CallbackOutcome

    /// Whether an address that a person pasted says anything at all.
    func isAnswer(_ callback: CallbackParameters) -> Bool

    /// Exchanges the code, or the verifier, that came back.
    /// - Parameter callback: what came with it; nil where a person pasted the code alone.
    func token(
        for answer: SignInAnswer, callback: CallbackParameters?, connection: Connection, endpoint: TokenEndpoint
    ) async throws -> Token

    /// Whether the exchange failed because of the code, so that another one may do.
    func isAboutCode(_ error: OAuthError) -> Bool
}

/// What came back that a token can be made of.
enum SignInAnswer: Sendable {
    case code(Redacted<String>)
    /// Tokens themselves, where the definition allows it.
    case tokens(Redacted<[Parameter]>)
}

extension AuthorizationRequest: SignInRequest {
    func isAnswer(_ callback: CallbackParameters) -> Bool { concerns(callback) }

    /// A signed answer is opened first (JARM §2.4); what is wrong with its signature is no reason to give up, since
    /// anybody could have sent it.
    func judge(
        _ callback: CallbackParameters, connection: Connection, endpoint: TokenEndpoint
    ) async -> CallbackOutcome {
        guard let response = signedAnswer(in: callback) else { return read(callback) }
        do {
            let (_, claims) = try await endpoint.keySets.verify(
                response, keysAt: connection.endpoints.jwks, allowing: connection.answerAlgorithms,
                connection: connection.name)
            return read(try parameters(ofSignedAnswer: claims, now: endpoint.now()))
        } catch let failure as JWSFailure {
            return .ignore("its answer \(failure.reason)")
        } catch let problem as UnfitAnswer {
            return .ignore(problem.reason)
        } catch {
            return .failure(error as? OAuthError ?? .cannotVerifyIDTokens(connection))
        }
    }

    func token(
        for answer: SignInAnswer, callback: CallbackParameters?, connection: Connection, endpoint: TokenEndpoint
    ) async throws -> Token {
        switch answer {
        case .code(let code):
            var draft = try connection.codeRequest(code: code, for: self)
            draft.kept = callback.map(connection.kept) ?? [:]
            return try await endpoint.token(draft, for: connection, sent: code)
        case .tokens(let parameters):
            var token = try connection.token(fromBrowser: parameters, now: endpoint.now())
            // It has come through the browser, so that only its signature speaks for it (OpenID Connect Core §3.2.2.11).
            if !connection.canVerifyIDTokens { token.idToken = nil }
            return try await endpoint.checkingIDToken(
                of: token, nonce: nonce, previous: nil, connection: connection)
        }
    }

    func isAboutCode(_ error: OAuthError) -> Bool { error.oauthError == "invalid_grant" }
}

extension Authorizer {
    /// What the person is asked, by the connection's grant.
    func question(_ connection: Connection, redirectURI: String) async throws -> any SignInRequest {
        if connection.grant == .oauth1 {
            return try await OAuth1SignIn.begin(connection, callback: redirectURI, endpoint: tokens.endpoint)
        }
        return try await tokens.endpoint.authorizationRequest(for: connection, redirectURI: redirectURI)
    }
}

import HTTPTypes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension OAuth1 {
    /// Which of the two requests for credentials was answered (RFC 5849 §2.1, §2.3).
    public enum Step: Sendable {
        case temporaryCredentials, tokenCredentials

        var endpoint: String {
            switch self {
            case .temporaryCredentials: "request token endpoint"
            case .tokenCredentials: "access token endpoint"
            }
        }

        var field: String {
            switch self {
            case .temporaryCredentials: "request_token_url"
            case .tokenCredentials: "token_url"
            }
        }
    }

    /// What an endpoint for credentials answers: a form (RFC 5849 §2.1, §2.3), or JSON where a provider thinks so.
    public struct CredentialsResponse: Sendable {
        public var credentials: Credentials
        /// `oauth_callback_confirmed=true`, which only temporary credentials have: RFC 5849, and not what came before.
        public var isCallbackConfirmed: Bool
        /// Everything else that came, in order, such as `screen_name`.
        public var others: [Parameter]

        /// - Parameters:
        ///   - connection: its name, for messages.
        ///   - url: where the request went.
        ///   - sent: secrets that the request held and that no message must repeat.
        /// - Throws: kind `oauth` with the provider's `oauth_problem`; `permission` where a person refused;
        ///   `rateLimited` (429), `http` (other statuses without a problem) or `decode` (no credentials in it).
        public init(
            _ step: Step, status: Int, headers: HTTPFields, body: [UInt8], connection: String, url: URL,
            sent: [Redacted<String>?] = []
        ) throws(OAuthError) {
            let parameters = body.count <= TokenResponse.bodyLimit ? Self.parameters(body) : []
            let token = parameters.first { $0.name == "oauth_token" }?.value ?? ""
            let secret = parameters.first { $0.name == "oauth_token_secret" }?.value
            guard 200..<300 ~= status, !token.isEmpty, let secret else {
                throw .credentialsRefused(
                    step, status: status, problem: Problem(headers: headers, body: body), body: body,
                    connection: connection, url: url, sent: sent)
            }
            credentials = Credentials(token: Redacted(token), secret: Redacted(secret))
            isCallbackConfirmed = parameters.contains {
                $0.name == "oauth_callback_confirmed" && $0.value.lowercased() == "true"
            }
            let known: Set = ["oauth_token", "oauth_token_secret", "oauth_callback_confirmed"]
            others = parameters.filter { !known.contains($0.name) }
        }

        private static func parameters(_ body: [UInt8]) -> [Parameter] {
            if case .object(let fields) = JSONValue(body) {
                return fields.compactMap { name, value in value.text.map { Parameter(name, $0) } }
                    .sorted { $0.name < $1.name }
            }
            let text = String(decoding: body, as: UTF8.self)
            let trimmed = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }.prefix { !$0.isNewline }
            return FormEncoding.decode(trimmed)
        }

        /// A provider that does not confirm the callback speaks OAuth Core 1.0, where whoever starts a sign-in can make
        /// somebody else finish it (the session fixation that 1.0a ended).
        public func checkCallbackConfirmed(connection: String, url: URL) throws(OAuthError) {
            guard !isCallbackConfirmed else { return }
            throw OAuthError(
                .oauth,
                "the request token endpoint of '\(connection)' did not confirm the callback, as OAuth 1.0a demands",
                advice: "If its documentation says that it speaks OAuth 1.0 without the a, set "
                    + "callback_confirmed = false",
                connection: connection, url: url.withoutSecrets)
        }
    }
}

extension OAuthError {
    fileprivate static func credentialsRefused(
        _ step: OAuth1.Step, status: Int, problem: OAuth1.Problem?, body: [UInt8], connection: String, url: URL,
        sent: [Redacted<String>?]
    ) -> OAuthError {
        let place = "the \(step.endpoint) of '\(connection)'"
        if let problem {
            let kind: Kind = status == 429 ? .rateLimited : problem.isRefusal ? .permission : .oauth
            return OAuthError(
                kind, "\(place) refused the request: \(SecretCover.cover(sent, in: problem.text))",
                advice: problem.advice, status: status, oauthError: problem.code, connection: connection,
                url: url.withoutSecrets)
        }
        let answer = AnswerBody(body)
        let said = answer.snippet.flatMap { $0.isEmpty ? nil : ": \(SecretCover.cover(sent, in: $0))" } ?? ""
        let (kind, message, advice): (Kind, String, String) =
            switch status {
            case 200..<300:
                (
                    .decode, "\(place) answered without oauth_token and oauth_token_secret\(said)",
                    "Check \(step.field)"
                )
            case 429: (.rateLimited, "\(place) answered 429\(said)", "Try again later")
            case 408, 425, 500...: (.http, "\(place) answered \(status)\(said)", "Try again later")
            case 300..<400:
                (.http, "\(place) answered \(status)", "Correct \(step.field): signed requests are never redirected")
            case 401, 403:
                (
                    .oauth, "\(place) answered \(status)\(said)",
                    "Check client_id, client_secret and signature_method, and this computer's clock"
                )
            default: (.http, "\(place) answered \(status)\(said)", "Check \(step.field)")
            }
        return OAuthError(
            kind, message, advice: advice, status: status, connection: connection, url: url.withoutSecrets)
    }
}

import Foundation
import HTTPTypes
import Testing

@testable import OAuthCore

@Suite struct OAuth1CredentialsTests {
    static let url = URL(string: "https://photos.example.net/initiate?x=1")!

    static func read(
        _ body: String, status: Int = 200, step: OAuth1.Step = .temporaryCredentials, headers: HTTPFields = [:],
        sent: String? = nil
    ) throws(OAuthError) -> OAuth1.CredentialsResponse {
        try OAuth1.CredentialsResponse(
            step, status: status, headers: headers, body: Array(body.utf8), connection: "photos", url: url,
            sent: [sent.map { Redacted($0) }])
    }

    static func error(
        _ body: String, status: Int, step: OAuth1.Step = .temporaryCredentials, headers: HTTPFields = [:],
        sent: String? = nil
    ) -> OAuthError? {
        do throws(OAuthError) {
            _ = try read(body, status: status, step: step, headers: headers, sent: sent)
            return nil
        } catch { return error }
    }

    /// RFC 5849 §1.2, and what else providers send.
    @Test(
        arguments: [
            (
                "oauth_token=hh5s93j4hdidpola&oauth_token_secret=hdhd0244k9j7ao03&oauth_callback_confirmed=true", true,
                []
            ),
            ("oauth_token=hh5s93j4hdidpola&oauth_token_secret=hdhd0244k9j7ao03", false, []),
            (
                "oauth_token=hh5s93j4hdidpola&oauth_token_secret=hdhd0244k9j7ao03&oauth_callback_confirmed=false\n",
                false, []
            ),
            (
                "oauth_token_secret=hdhd0244k9j7ao03&user_id=6%20&oauth_token=hh5s93j4hdidpola&screen_name=jane", false,
                ["user_id=6 ", "screen_name=jane"]
            ),
            (
                #"{"oauth_token":"hh5s93j4hdidpola","oauth_token_secret":"hdhd0244k9j7ao03","oauth_callback_confirmed":"true"}"#,
                true, []
            ),
        ] as [(String, Bool, [String])])
    func readsCredentials(body: String, confirmed: Bool, others: [String]) throws {
        let response = try Self.read(body)
        #expect(response.credentials.token.reveal() == "hh5s93j4hdidpola")
        #expect(response.credentials.secret.reveal() == "hdhd0244k9j7ao03")
        #expect(response.isCallbackConfirmed == confirmed)
        #expect(response.others.map { "\($0.name)=\($0.value)" } == others)
        if confirmed {
            try response.checkCallbackConfirmed(connection: "photos", url: Self.url)
        } else {
            #expect(throws: OAuthError.self) {
                try response.checkCallbackConfirmed(connection: "photos", url: Self.url)
            }
        }
    }

    /// A secret may be empty (RFC 5849 §3.4.2 allows for it), a token may not.
    @Test func aSecretMayBeEmpty() throws {
        #expect(try Self.read("oauth_token=t&oauth_token_secret=").credentials.secret.reveal() == "")
        #expect(Self.error("oauth_token=&oauth_token_secret=s", status: 200)?.kind == .decode)
    }

    @Test(
        arguments: [
            (401, "oauth_problem=signature_invalid", "signature_invalid", .oauth, "client_secret"),
            (401, "error=invalid_signature&error_description=Nope.", "invalid_signature", .oauth, "client_secret"),
            (401, "oauth_problem=timestamp_refused", "timestamp_refused", .oauth, "clock"),
            (401, "oauth_problem=consumer_key_unknown", "consumer_key_unknown", .oauth, "client_id"),
            (200, "oauth_problem=nonce_used", "nonce_used", .oauth, "Try again"),
            (
                400, "oauth_problem=parameter_absent&oauth_parameters_absent=oauth_callback%26b", "parameter_absent",
                .oauth, "documentation"
            ),
            (401, "oauth_problem=permission_denied", "permission_denied", .permission, "consent"),
            (429, "oauth_problem=consumer_key_refused", "consumer_key_refused", .rateLimited, "client_id"),
            (401, #"{"errors":[{"code":32,"message":"Could not authenticate you."}]}"#, "32", .oauth, nil),
            (401, #"{"error":"invalid_client"}"#, "invalid_client", .oauth, "client_id"),
            (401, "Failed to validate oauth signature and token", nil, .oauth, "signature_method"),
            (500, "<html><body>Oops</body></html>", nil, .http, "later"),
            (404, "", nil, .http, "request_token_url"), (302, "", nil, .http, "never redirected"),
            (429, "", nil, .rateLimited, "later"), (200, "", nil, .decode, "request_token_url"),
            (200, "oauth_token=t", nil, .decode, "request_token_url"),
        ] as [(Int, String, String?, OAuthError.Kind, String?)])
    func saysWhatIsWrong(
        status: Int, body: String, code: String?, kind: OAuthError.Kind, advice: String?
    ) throws {
        let error = try #require(Self.error(body, status: status))
        #expect(error.kind == kind)
        #expect(error.oauthError == code)
        #expect(error.status == status)
        #expect(error.message.hasPrefix("the request token endpoint of 'photos' "), "\(error.message)")
        #expect(!error.message.hasSuffix("."), "\(error.message)")
        #expect(error.url == "https://photos.example.net/initiate")
        if let advice { #expect(error.advice?.contains(advice) == true, "\(error)") }
    }

    @Test func readsTheProblemInTheHeader() {
        let header =
            #"OAuth realm="https://photos.example.net/", oauth_problem="token_rejected", oauth_problem_advice="a%20b""#
        let error = Self.error("", status: 401, step: .tokenCredentials, headers: [.wwwAuthenticate: header])
        #expect(error?.oauthError == "token_rejected")
        #expect(error?.message == "the access token endpoint of 'photos' refused the request: token_rejected (a b)")
        #expect(error?.advice == "Sign in again")
    }

    @Test(arguments: [
        "oauth_problem=verifier_invalid&oauth_problem_advice=not+hfdp7dh39dks9884", "not hfdp7dh39dks9884",
    ])
    func repeatsNoSecret(body: String) {
        let error = Self.error(body, status: 401, sent: "hfdp7dh39dks9884")
        #expect(error.map { !"\($0)".contains("hfdp7dh39dks9884") } == true)
    }

    // MARK: The callback

    private func outcome(_ query: String, requiresVerifier: Bool = true) -> CallbackOutcome {
        OAuth1.CallbackReader(
            token: Redacted("hh5s93j4hdidpola"), requiresVerifier: requiresVerifier, connection: "photos"
        ).read(CallbackParameters(FormEncoding.decode(query)))
    }

    /// RFC 5849 §1.2 and §2.2.
    @Test func readsAVerifier() {
        #expect(
            outcome("oauth_token=hh5s93j4hdidpola&oauth_verifier=hfdp7dh39dks9884")
                == .code(Redacted("hfdp7dh39dks9884")))
    }

    @Test(arguments: [
        "", "oauth_verifier=v", "oauth_token=other&oauth_verifier=v", "oauth_token=&oauth_verifier=v",
        "oauth_token=hh5s93j4hdidpola&oauth_token=hh5s93j4hdidpola&oauth_verifier=v", "error=access_denied",
        "denied=other", "oauth_problem=user_refused",
    ])
    func ignoresWhatDoesNotAnswerThisSignIn(query: String) {
        guard case .ignore(let reason) = outcome(query) else {
            Issue.record("not ignored")
            return
        }
        #expect(reason.contains("oauth_token"))
    }

    @Test(arguments: [
        "denied=hh5s93j4hdidpola", "oauth_token=hh5s93j4hdidpola&oauth_problem=user_refused",
        "oauth_token=hh5s93j4hdidpola&oauth_problem=permission_denied",
        "oauth_token=hh5s93j4hdidpola&error=access_denied&oauth_verifier=v",
    ])
    func aRefusalIsOne(query: String) {
        guard case .failure(let error) = outcome(query) else {
            Issue.record("no failure")
            return
        }
        #expect(error.kind == .permission)
    }

    @Test func aMissingVerifierIsToleratedWhereTheDefinitionSaysSo() {
        guard case .failure(let error) = outcome("oauth_token=hh5s93j4hdidpola") else {
            Issue.record("no failure")
            return
        }
        #expect(error.message.contains("no oauth_verifier"))
        #expect(outcome("oauth_token=hh5s93j4hdidpola", requiresVerifier: false) == .code(Redacted("")))
        #expect(
            outcome("oauth_token=hh5s93j4hdidpola&oauth_verifier=v", requiresVerifier: false) == .code(Redacted("v")))
    }
}

import Foundation
import HTTPTypes
import Testing

@testable import OAuthCore

@Suite struct TokenResponseTests {
    private func read(
        _ body: String, status: Int = 200, previous: Token? = nil, headers: HTTPFields = [:],
        _ changes: [String: DefinitionValue] = [:]
    ) throws -> Token {
        try TokenResponse.read(
            status: status, headers: headers, body: Array(body.utf8), now: moment, previous: previous,
            connection: connection(changes))
    }

    private func failure(
        _ body: String, status: Int = 200, previous: Token? = nil, _ changes: [String: DefinitionValue] = [:]
    ) throws -> OAuthError {
        try #require(throws: OAuthError.self) { try read(body, status: status, previous: previous, changes) }
    }

    /// RFC 6749 §5.1.
    @Test func responseOfRFC6749() throws {
        let token = try read(
            """
            {
              "access_token":"2YotnFZFEjr1zCsicMWpAA",
              "token_type":"example",
              "expires_in":3600,
              "refresh_token":"tGzv3JOkF0XG5Qx2TlKWIA",
              "example_parameter":"example_value"
            }
            """)
        #expect(token.accessToken.reveal() == "2YotnFZFEjr1zCsicMWpAA")
        #expect(token.type == "example")
        #expect(token.expiresAt == moment.addingTimeInterval(3600))
        #expect(token.refreshToken?.reveal() == "tGzv3JOkF0XG5Qx2TlKWIA")
        #expect(token.scope == nil)
        #expect(token.idToken == nil)
        #expect(token.obtainedAt == moment)
    }

    /// RFC 6749 §5.2.
    @Test func errorOfRFC6749() throws {
        let error = try failure("{\n  \"error\":\"invalid_request\"\n}", status: 400)
        #expect(error.kind == .oauth)
        #expect(error.oauthError == "invalid_request")
        #expect(error.status == 400)
        #expect(error.url == "https://server.example.com/token")
        #expect(!error.isTransient)
    }

    @Test(
        arguments: [
            ("\"expires_in\":3600", 3600), ("\"expires_in\":\"3600\"", 3600), ("\"expires_in\":3600.5", 3600.5),
            ("\"expires_in\":\" 3600.0 \"", 3600), ("\"expires_in\":0", nil), ("\"expires_in\":null", nil),
            ("\"expires_in\":-5", nil), ("\"expires_in\":\"\"", nil), ("\"expires_in\":\"never\"", nil),
            ("\"expires_in\":\"nan\"", nil), ("\"expires_in\":\"inf\"", nil), ("\"expires_in\":1e300", nil),
            ("\"expires_in\":1e999", nil), ("\"expires_in\":{}", nil), ("\"expires_in\":true", nil), ("\"x\":1", nil),
            ("\"expires\":\"60\"", 60), ("\"expires_at\":1700003600", 3600), ("\"expires_at\":\"1700003600\"", 3600),
            ("\"expires_at\":1700003600000", 3600), ("\"expires_at\":\"2023-11-14T23:13:20Z\"", 3600),
            ("\"expires_at\":\"2023-11-15T00:13:20+01:00\"", 3600), ("\"expires_at\":\"2023-11-14 23:13:20\"", 3600),
            ("\"expires_at\":\"2023-11-14T23:13:20.000Z\"", 3600), ("\"expires_at\":0", nil),
            ("\"expires_at\":\"soon\"", nil), ("\"expires_at\":1600000000", nil),
            ("\"expires_in\":60,\"expires_at\":1700003600", 60), ("\"expires_in\":0,\"expires_at\":1700003600", 3600),
        ] as [(String, Double?)])
    func readsLifetimes(field: String, seconds: Double?) throws {
        let token = try read("{\"access_token\":\"a\",\(field)}")
        #expect(token.expiresAt == seconds.map(moment.addingTimeInterval))
    }

    /// Our clock is an hour ahead of the provider's, which gives dates by its own.
    @Test func datesAreReadByTheProvidersClock() throws {
        let token = try read(
            "{\"access_token\":\"a\",\"expires_at\":1700000000}", headers: [.date: "Tue, 14 Nov 2023 21:13:20 GMT"])
        #expect(token.expiresAt == moment.addingTimeInterval(3600))
    }

    @Test(arguments: ["refresh_expires_in", "refresh_token_expires_in", "x_refresh_token_expires_in"])
    func readsTheLifeOfTheRefreshToken(name: String) throws {
        let token = try read("{\"access_token\":\"a\",\"refresh_token\":\"r\",\"\(name)\":\"86400\"}")
        #expect(token.refreshTokenExpiresAt == moment.addingTimeInterval(86_400))
        #expect(try read("{\"access_token\":\"a\",\"\(name)\":0}").refreshTokenExpiresAt == nil)
    }

    @Test(arguments: [
        ("", "Bearer"), (",\"token_type\":null", "Bearer"), (",\"token_type\":\"\"", "Bearer"),
        (",\"token_type\":\"bearer\"", "bearer"), (",\"token_type\":\"User Access Token\"", "User Access Token"),
        (",\"token_type\":7", "Bearer"),
    ])
    func readsAnyTokenType(field: String, type: String) throws {
        #expect(try read("{\"access_token\":\"a\"\(field)}").type == type)
    }

    @Test(
        arguments: [
            ("\"a b\"", ["a", "b"]), ("\"a,b\"", ["a", "b"]), ("[\"a\",\"b\"]", ["a", "b"]), ("\"\"", nil),
            ("null", nil),
            ("[]", nil), ("5", nil),
        ] as [(String, [String]?)])
    func readsScopes(value: String, expected: [String]?) throws {
        #expect(try read("{\"access_token\":\"a\",\"scope\":\(value)}").scope == expected)
    }

    private let previous = Token(
        accessToken: Redacted("old-access"), refreshToken: Redacted("old-refresh"), idToken: Redacted("old-id"),
        refreshTokenExpiresAt: moment.addingTimeInterval(999), scope: ["old"],
        obtainedAt: moment.addingTimeInterval(-9))

    @Test(arguments: ["", ",\"refresh_token\":null", ",\"refresh_token\":\"\"", ",\"refresh_token\":false"])
    func keepsWhatIsNotRepeated(field: String) throws {
        let token = try read("{\"access_token\":\"new\"\(field)}", previous: previous)
        #expect(token.accessToken.reveal() == "new")
        #expect(token.refreshToken?.reveal() == "old-refresh")
        #expect(token.refreshTokenExpiresAt == previous.refreshTokenExpiresAt)
        #expect(token.idToken?.reveal() == "old-id")
        #expect(token.scope == ["old"])
        #expect(token.obtainedAt == moment)
        #expect(token.expiresAt == nil)
    }

    @Test func takesWhatIsNew() throws {
        let token = try read(
            "{\"access_token\":\"new\",\"refresh_token\":\"new-refresh\",\"scope\":\"x\",\"id_token\":\"new-id\"}",
            previous: previous)
        #expect(token.refreshToken?.reveal() == "new-refresh")
        #expect(token.refreshTokenExpiresAt == nil, "the old one's end is not the new one's")
        #expect(token.scope == ["x"])
        #expect(token.idToken?.reveal() == "new-id")
    }

    @Test(arguments: [
        "access_token=gho_16C7e42F&scope=repo%2Cgist&token_type=bearer",
        "token_type=bearer&access_token=gho_16C7e42F\n",
        "\u{FEFF}{\"access_token\":\"gho_16C7e42F\"}", "\r\n\t {\"access_token\":\"gho_16C7e42F\"}",
    ])
    func recognizesTheBodyWhateverItsLabel(body: String) throws {
        for type in ["application/json", "text/plain", "text/html; charset=utf-8", "application/x-www-form-urlencoded"]
        {
            #expect(try read(body, headers: [.contentType: type]).accessToken.reveal() == "gho_16C7e42F")
        }
    }

    @Test(
        arguments: [
            (
                "{\"error\":\"invalid_grant\",\"error_description\":\"Token expired.\"}", "invalid_grant",
                "Token expired"
            ),
            ("error=invalid_grant&error_description=Token+expired", "invalid_grant", "Token expired"),
            (
                "{\"error\":{\"code\":400,\"message\":\"Bad\",\"status\":\"INVALID_ARGUMENT\"}}", "INVALID_ARGUMENT",
                "Bad"
            ),
            ("{\"error\":{\"message\":\"Bad\",\"type\":\"OAuthException\",\"code\":190}}", "190", "Bad"),
            ("{\"error\":{\"message\":\"Bad\",\"type\":\"some_type\",\"code\":400}}", "some_type", "Bad"),
            ("{\"message\":\"Bad Request\",\"error\":400}", "400", "Bad Request"),
            ("{\"reason\":\"Invalid Token!\",\"error\":\"invalid_grant\"}", "invalid_grant", "Invalid Token!"),
            (
                "{\"message\":\"Bad Request\",\"errors\":[{\"resource\":\"RefreshToken\",\"field\":\"refresh_token\","
                    + "\"code\":\"invalid\"}]}", "invalid_refresh_token", "Bad Request"
            ),
            ("{\"errors\":[{\"code\":32,\"message\":\"Bad\"}]}", "32", "Bad"),
            ("{\"error\":{\"code\":190}}", "190", "190"), ("{\"error\":true,\"message\":\"Bad\"}", nil, "Bad"),
            (
                "{\"errors\":[{\"errorType\":\"invalid_grant\",\"message\":\"Bad\"}],\"success\":false}",
                "invalid_grant", "Bad"
            ),
            ("{\"errors\":[\"Bad thing\"]}", nil, "Bad thing"),
            ("{\"ok\":false,\"error\":\"invalid_code\"}", "invalid_code", "invalid_code"),
            ("{\"ok\":false}", nil, "an error without a name"),
            ("{\"error\":\"The code is bad\"}", nil, "The code is bad"),
            ("{\"access_token\":\"a\",\"error\":\"odd\"}", "odd", "odd"),
        ] as [(String, String?, String)])
    func errorsComeInManyShapes(body: String, code: String?, text: String) throws {
        for status in [200, 400, 401, 403] {
            let error = try failure(body, status: status)
            #expect(error.kind == .oauth)
            #expect(error.oauthError == code)
            #expect(error.message.contains(text), "\(error.message)")
            #expect(error.status == status)
        }
    }

    @Test(arguments: [
        "{\"access_token\":\"a\",\"error\":null}", "{\"access_token\":\"a\",\"error\":\"\",\"errors\":[]}",
    ])
    func emptyErrorsAreNone(body: String) throws {
        #expect(try read(body).accessToken.reveal() == "a")
    }

    @Test(arguments: [200, 400, 401, 403, 429, 500, 503])
    func invalidGrantIsFinalWhateverTheStatus(status: Int) throws {
        let error = try failure("{\"error\":\"invalid_grant\"}", status: status)
        #expect(error.oauthError == "invalid_grant")
        #expect(!error.isTransient)
    }

    @Test(arguments: [
        (408, true), (425, true), (429, true), (500, true), (502, true), (503, true), (504, true), (400, false),
        (401, false), (403, false), (404, false), (302, false),
    ])
    func passingFailuresAreTransient(status: Int, isTransient: Bool) throws {
        for body in ["", "<html><h1>Sorry</h1></html>", "{\"error\":\"server_error\"}", "{}"] {
            let error = try failure(body, status: status)
            #expect(error.isTransient == isTransient, "\(error)")
            #expect(error.status == status)
        }
        #expect(try failure("", status: 429).kind == .rateLimited)
    }

    @Test(arguments: [
        ("", "answered nothing"), ("  \n", "answered nothing"),
        ("<!DOCTYPE html><title>Sign in</title><p>Please  sign in</p>", "an HTML page: Sign in Please sign in"),
        ("[1,2]", "neither JSON nor a form"), ("{\"access_token\":", "neither JSON nor a form"), ("OK", "neither"),
        (String(repeating: "[", count: 100_000), "neither JSON nor a form"), ("\"text\"", "neither JSON nor a form"),
        ("hello=world", "neither JSON nor a form"),
    ])
    func otherAnswersCannotBeDecoded(body: String, text: String) throws {
        let error = try failure(body)
        #expect(error.kind == .decode)
        #expect(error.message.contains(text), "\(error.message)")
        #expect(error.message.count < 300)
        #expect(error.advice?.contains("token_url") == true)
    }

    @Test func aHugeBodyIsNotRead() throws {
        let body = "{\"access_token\":\"\(String(repeating: "a", count: TokenResponse.bodyLimit))\"}"
        #expect(try failure(body).message.contains("more than 1048576 bytes"))
    }

    @Test(arguments: [
        "{}", "{\"token\":\"x\"}", "{\"access_token\":null}", "{\"access_token\":\"\"}", "{\"access_token\":5}",
        "{\"access_token\":{\"token\":\"x\"}}",
    ])
    func anAnswerWithoutATokenIsAnError(body: String) throws {
        let error = try failure(body)
        #expect(error.kind == .oauth)
        #expect(error.message.contains("without an access_token"))
    }

    @Test(arguments: ["a\\r\\nX-Evil: 1", "a\\u0000", "tökén", "a\\tb"])
    func aTokenThatNoHeaderCanCarryIsRefused(text: String) throws {
        #expect(try failure("{\"access_token\":\"\(text)\"}").kind == .decode)
    }

    @Test func errorsNeverQuoteSecrets() throws {
        let secret = "7Fjfp0ZBr1KtDRbnfVdmIw"
        for (status, body) in [
            (
                400,
                "{\"error\":\"invalid_grant\",\"error_description\":\"old-refresh is not valid, \(secret) neither\"}"
            ),
            (400, "{\"error\":\"old-refresh\"}"), (200, "{\"access_token\":\"2YotnFZFEjr1zCsicMWpAA\""),
            (502, "<p>upstream said access_token=shorty</p>"), (200, "refresh_token: old-refresh"),
            (500, "{\"access_token\": \"shorty\"} trailing"),
        ] {
            let error = try failure(body, status: status, previous: previous)
            for hidden in ["old-refresh", secret, "2YotnFZFEjr1zCsicMWpAA", "shorty"] {
                #expect(!"\(error)".contains(hidden), "\(error)")
            }
        }
    }

    @Test(
        arguments: [
            (["client_auth": "basic"], ["client_auth = 'basic'", "client_auth = 'post'", "basic_encoding = 'raw'"]),
            (["client_auth": "basic", "basic_encoding": "raw"], ["basic_encoding = 'form'", "client_auth = 'post'"]),
            (["client_auth": "post"], ["client_auth = 'post'", "client_auth = 'basic'"]),
            (["client_auth": "none"], ["client_auth = 'none'", "set client_secret"]),
        ] as [([String: DefinitionValue], [String])])
    func aRefusedClientHearsWhatToTry(changes: [String: DefinitionValue], advice: [String]) throws {
        let error = try failure("{\"error\":\"invalid_client\"}", status: 401, changes)
        for part in advice { #expect(error.advice?.contains(part) == true, "\(error.advice ?? "nil")") }
    }

    @Test(arguments: [(200, "", true), (200, "garbage", true), (204, "", true), (400, "", false), (503, "", false)])
    func readsRevocations(status: Int, body: String, isFine: Bool) throws {
        let connection = try connection()
        let check = {
            try RevocationResponse.check(
                status: status, body: Array(body.utf8), token: self.previous, connection: connection)
        }
        if isFine {
            #expect(throws: Never.self) { try check() }
        } else {
            #expect(throws: OAuthError.self) { try check() }
        }
    }
}

import Foundation
import HTTPTypes
import Testing

@testable import OAuthCore

/// Token responses of providers that have fields elsewhere, under other names or in other units.
@Suite struct ResponseSettingsTests {
    private func read(
        _ body: String, _ changes: [String: DefinitionValue], previous: Token? = nil, headers: HTTPFields = [:]
    ) throws -> Token {
        try TokenResponse.read(
            status: 200, headers: headers, body: Array(body.utf8), now: moment, previous: previous,
            connection: connection(changes))
    }

    struct Nested: Sendable, CustomTestStringConvertible {
        var provider: String
        var body: String
        var changes: [String: DefinitionValue]
        var refreshToken: String?
        var testDescription: String { provider }
    }

    @Test(arguments: [
        Nested(
            provider: "Slack, user token",
            body:
                #"{"ok":true,"access_token":"bot","authed_user":{"id":"U1","access_token":"t1","refresh_token":"r1"}}"#,
            changes: ["token_path": "authed_user"], refreshToken: "r1"),
        Nested(
            provider: "Slack, bot token where there is no user's",
            body: #"{"ok":true,"access_token":"t1","authed_user":{"id":"U1"}}"#, changes: ["token_path": "authed_user"]),
        Nested(
            provider: "TikTok for Business",
            body: #"{"code":0,"message":"OK","data":{"access_token":"t1","refresh_token":"r1"}}"#,
            changes: ["token_path": "data", "error_path": "code"], refreshToken: "r1"),
        Nested(
            provider: "Withings", body: #"{"status":0,"body":{"access_token":"t1","refresh_token":"r1"}}"#,
            changes: ["token_path": ["data", "body"], "error_path": "status"], refreshToken: "r1"),
        Nested(
            provider: "Yammer", body: #"{"access_token":{"token":"t1","user_id":5}}"#,
            changes: ["token_names": ["access_token": "access_token.token"]]),
        Nested(
            provider: "Plentymarkets", body: #"{"accessToken":"t1","refreshToken":"r1","tokenType":"bearer"}"#,
            changes: [
                "token_names": [
                    "access_token": "accessToken", "refresh_token": "refreshToken", "token_type": "tokenType",
                ]
            ], refreshToken: "r1"),
        Nested(
            provider: "a form with other names", body: "oauth_access=t1&oauth_refresh=r1",
            changes: ["token_names": ["access_token": "oauth_access", "refresh_token": "oauth_refresh"]],
            refreshToken: "r1"),
        Nested(
            provider: "a list", body: #"{"tokens":[{"access_token":"t1"}]}"#, changes: ["token_path": "tokens[0]"]),
        Nested(
            provider: "names only in some answers", body: #"{"access_token":"t1"}"#,
            changes: ["token_names": ["access_token": "accessToken"]]),
    ])
    func findsTheToken(case nested: Nested) throws {
        let token = try read(nested.body, nested.changes)
        #expect(token.accessToken.reveal() == "t1")
        #expect(token.refreshToken?.reveal() == nested.refreshToken)
    }

    @Test func saysWhichFieldsCameInstead() throws {
        let error = try #require(throws: OAuthError.self) {
            try read(#"{"data":{"access_token":"hidden-value"},"message":"OK"}"#, [:])
        }
        #expect(error.advice?.contains("data, message") == true)
        #expect(error.advice?.contains("token_path") == true)
        #expect(!error.description.contains("hidden-value"))
    }

    // MARK: Times

    @Test(
        arguments: [
            (#""expires_in":3600000"#, ["expires_in_unit": "milliseconds"], 3600),
            (#""expires_in":60"#, ["expires_in_unit": "minutes"], 3600),
            (#""expires_in":"60""#, ["expires_in_unit": "minutes"], 3600),
            (#""x":1"#, ["default_expires_in": 7200], 7200), (#""expires_in":0"#, ["default_expires_in": 7200], 7200),
            (#""expires_in":60"#, ["default_expires_in": 7200], 60), (#""x":1"#, [:], nil),
            (#""ttl":90"#, ["token_names": ["expires_in": "ttl"]], 90),
            (#""end":1700000090"#, ["token_names": ["expires_at": "end"]], 90),
        ] as [(String, [String: DefinitionValue], Double?)])
    func readsLifetimes(field: String, changes: [String: DefinitionValue], seconds: Double?) throws {
        let token = try read("{\"access_token\":\"a\",\(field)}", changes)
        #expect(token.expiresAt == seconds.map(moment.addingTimeInterval))
    }

    @Test func unitsHoldForRefreshTokensToo() throws {
        let token = try read(
            #"{"access_token":"a","refresh_token":"r","refresh_token_expires_in":2}"#, ["expires_in_unit": "minutes"])
        #expect(token.refreshTokenExpiresAt == moment.addingTimeInterval(120))
    }

    private func jwt(_ claims: String) -> String {
        "eyJhbGciOiJub25lIn0.\(Base64URL.encode(Array(claims.utf8)))."
    }

    @Test func aJWTSaysWhenItEndsWhereNothingElseDoes() throws {
        let token = jwt(#"{"exp":1700000500}"#)
        #expect(try read("{\"access_token\":\"\(token)\"}", [:]).expiresAt == moment.addingTimeInterval(500))
        #expect(
            try read("{\"access_token\":\"\(token)\",\"expires_in\":9}", [:]).expiresAt == moment.addingTimeInterval(9))
        #expect(
            try read("{\"access_token\":\"\(token)\"}", ["default_expires_in": 8]).expiresAt
                == moment.addingTimeInterval(8))
        // The provider's clock is 100 s behind ours.
        let headers: HTTPFields = [.date: "Tue, 14 Nov 2023 22:11:40 GMT"]
        #expect(
            try read("{\"access_token\":\"\(token)\"}", [:], headers: headers).expiresAt
                == moment.addingTimeInterval(600))
        for claims in [#"{"exp":"never"}"#, #"{"exp":-1}"#, "{}", "[1]", ""] {
            #expect(try read("{\"access_token\":\"\(jwt(claims))\"}", [:]).expiresAt == nil)
        }
    }

    // MARK: Errors

    @Test(
        arguments: [
            (#"{"code":40105,"message":"Bad code","data":{}}"#, "code", "40105", "Bad code"),
            (#"{"status":503,"error":"","body":{}}"#, "status", "503", "503"),
            (#"{"errcode":40029,"errmsg":"invalid code"}"#, "errcode", "40029", "invalid code"),
            (#"{"result":{"error":"invalid_grant","message":"Gone"}}"#, "result.error", "invalid_grant", "Gone"),
            (#"{"failure":{"type":"denied","detail":"No"}}"#, "failure", "denied", "No"),
            (#"{"faults":[{"code":"E1","message":"No"}]}"#, "faults", "E1", "No"),
            (#"{"why":"The code is too old"}"#, "why", nil, "The code is too old"),
        ] as [(String, String, String?, String)])
    func findsErrorsWithStatus200(body: String, path: String, code: String?, text: String) throws {
        let error = try #require(throws: OAuthError.self) { try read(body, ["error_path": .string(path)]) }
        #expect(error.kind == .oauth)
        #expect(error.oauthError == code)
        #expect(error.message.contains(text), "\(error.message)")
    }

    @Test(arguments: [
        #""code":0"#, #""code":"0""#, #""code":null"#, #""code":"ok""#, #""code":false"#, #""code":"""#, #""x":1"#,
        #""code":"Success""#, #""code":{}"#, #""error":{"code":"ok"}"#, #""error":{"code":0,"message":""}"#,
    ])
    func successIsNoError(field: String) throws {
        #expect(try read("{\"access_token\":\"a\",\(field)}", ["error_path": "code"]).accessToken.reveal() == "a")
    }

    // MARK: Scopes

    @Test(
        arguments: [
            (",", #""a,b c""#, ["a", "b", "c"]), ("+", #""a+b""#, ["a", "b"]), (" ", #""a b,c""#, ["a", "b", "c"]),
            (";", #""a;b""#, ["a", "b"]), (";", #"["a","b"]"#, ["a", "b"]),
        ])
    func splitsScopesAtTheProvidersSeparator(separator: String, value: String, expected: [String]) throws {
        let token = try read("{\"access_token\":\"a\",\"scope\":\(value)}", ["scope_separator": .string(separator)])
        #expect(token.scope == expected)
    }

    @Test(
        arguments: [
            (["a", "b"], ["b", "a", "openid"], []), (["a", "b"], ["a"], ["b"]), (["a"], nil, []),
            (["a", "a"], [], ["a", "a"]),
            (["email", "openid"], ["https://www.googleapis.com/auth/userinfo.email"], ["openid"]),
            (["a b"], ["a"], ["b"]),
        ] as [([String], [String]?, [String])])
    func comparesScopesAsSets(asked: [String], granted: [String]?, missing: [String]) throws {
        var token = Token(accessToken: Redacted("a"), obtainedAt: moment)
        token.scope = granted
        let connection = try connection(["scope": .list(asked.map { .string($0) })])
        #expect(connection.missingScopes(of: token) == missing)
    }

    @Test func whatATokenProvesIsNotMissing() throws {
        let connection = try connection(["scope": "openid offline_access"])
        var token = Token(accessToken: Redacted("a"), scope: ["x"], obtainedAt: moment)
        #expect(connection.missingScopes(of: token) == ["openid", "offline_access"])
        token.refreshToken = Redacted("r")
        token.idToken = Redacted("i")
        #expect(connection.missingScopes(of: token).isEmpty)
    }

    // MARK: Kept values

    private let keep: [String: DefinitionValue] = [
        "keep": ["team": "team.id", "instance_url": "instance_url", "count": "n", "flag": "f"],
        "token_path": "authed_user",
    ]

    @Test func keepsValuesThroughRefreshes() throws {
        let first = try read(
            #"{"authed_user":{"access_token":"t1","instance_url":"https://i"},"team":{"id":"T1"},"n":7,"f":true}"#, keep
        )
        #expect(first.kept == ["team": "T1", "instance_url": "https://i", "count": "7", "flag": "true"])
        let second = try read(#"{"access_token":"t2","team":{"id":"T2"}}"#, keep, previous: first)
        #expect(second.kept == ["team": "T2", "instance_url": "https://i", "count": "7", "flag": "true"])
    }

    @Test(arguments: [
        #"{"access_token":"t1","v":"t1"}"#, #"{"access_token":"t1","refresh_token":"r-1","v":"r-1"}"#,
        #"{"access_token":"t1","v":""}"#, #"{"access_token":"t1","v":null}"#, #"{"access_token":"t1","v":{"a":1}}"#,
        #"{"access_token":"t1","v":"a\u0000b"}"#,
        "{\"access_token\":\"t1\",\"v\":\"\(String(repeating: "x", count: 3000))\"}",
    ])
    func keepsNoSecretsAndNothingOdd(body: String) throws {
        #expect(try read(body, ["keep": ["v"]]).kept.isEmpty)
    }

    @Test func theCallbackCompletesWhatIsKept() throws {
        let connection = try connection(["keep": ["realmId", "api"]])
        var token = Token(accessToken: Redacted("the-token"), obtainedAt: moment)
        token.kept = ["api": "from the token endpoint"]
        let callback = CallbackParameters(
            FormEncoding.decode("code=c&state=s&realmId=42&api=from%20the%20browser&scope=read,write"))
        let completed = connection.token(token, completedBy: callback)
        func realm(_ query: String) -> String? {
            connection.token(token, completedBy: CallbackParameters(FormEncoding.decode(query))).kept["realmId"]
        }
        #expect(completed.kept == ["realmId": "42", "api": "from the token endpoint"])
        #expect(completed.scope == ["read", "write"])
        #expect(realm("realmId=7") == "7")
        #expect(realm("realmId=1&realmId=2") == nil)
        #expect(realm("realmId=the-token") == nil)
    }

    /// Which host gets the token is not for the browser to say, unless the definition lists the hosts.
    @Test func theCallbackDoesNotChooseTheHost() throws {
        let callback = CallbackParameters(FormEncoding.decode("api=https://evil.example&path=p"))
        let token = Token(accessToken: Redacted("t"), obtainedAt: moment)
        let open = try connection(["keep": ["api", "path"], "base_url": "{api}/{path}"])
        #expect(open.token(token, completedBy: callback).kept == ["path": "p"])
        let listed = try connection(["keep": ["api", "path"], "base_url": "{api}/{path}", "hosts": "*.example.com"])
        #expect(listed.token(token, completedBy: callback).kept == ["api": "https://evil.example", "path": "p"])
    }
}

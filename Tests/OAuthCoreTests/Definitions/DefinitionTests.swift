import Foundation
import Testing

@testable import OAuthCore

@Suite struct DefinitionTests {
    @Test func readsEveryField() throws {
        let connection = try connection(
            [
                "grant": "authorization_code", "revocation_url": "https://server.example.com/revoke",
                "introspection_url": "https://server.example.com/introspect",
                "userinfo_url": "https://server.example.com/me", "issuer": "https://server.example.com",
                "client_id": .secret("ID"), "client_secret": .secret("SECRET"), "client_auth": "post",
                "basic_encoding": "raw", "scope": ["read", "write"], "access_type": "offline",
                "redirect_uri": "http://localhost:8080/back", "pkce": false, "authorize_params": ["prompt": "consent"],
                "token_params": ["audience": ["a", "b"]], "refresh_params": ["grant_type": "x", "n": 3, "f": 2.0],
                "refresh_token": .secret("REFRESH"), "base_url": "https://api.example.com/v1",
                "hosts": ["api.example.com", "*.files.example.com"], "allow_http": false, "refresh_margin": 1.5,
            ], secrets: SecretTable(values: ["ID": "the-id", "SECRET": "the-secret", "REFRESH": "the-refresh"]))
        #expect(connection.name == "rfc")
        #expect(connection.grant == .authorizationCode)
        #expect(connection.client.id == "the-id")
        #expect(connection.client.secret?.reveal() == "the-secret")
        #expect(connection.inputs.refreshToken?.reveal() == "the-refresh")
        #expect(connection.client.authentication == .post)
        #expect(connection.client.basicEncoding == .raw)
        #expect(connection.scope == ["read", "write"])
        #expect(connection.signIn.accessType == "offline")
        #expect(connection.signIn.redirectURIs == [.loopback(host: "localhost", port: 8080, path: "/back")])
        #expect(!connection.signIn.usesPKCE)
        #expect(connection.parameters.authorize.values == ["prompt": ["consent"]])
        #expect(connection.parameters.token.values == ["audience": ["a", "b"]])
        #expect(connection.parameters.refresh.values == ["grant_type": ["x"], "n": ["3"], "f": ["2"]])
        #expect(connection.endpoints.issuer == "https://server.example.com")
        #expect(connection.endpoints.revocation?.path() == "/revoke")
        #expect(connection.endpoints.introspection?.path() == "/introspect")
        #expect(connection.endpoints.userinfo?.path() == "/me")
        #expect(connection.baseURL?.url?.absoluteString == "https://api.example.com/v1")
        #expect(connection.hosts.entries.map(\.host) == ["api.example.com", "files.example.com"])
        #expect(connection.refreshMargin == .milliseconds(1500))
        #expect(
            connection.tokenKey(profile: "work")
                == TokenKey(
                    connection: "rfc", profile: "work", provider: "https://server.example.com", clientID: "the-id"))
    }

    @Test func fillsInDefaults() throws {
        let connection = try connection(without: ["redirect_uri"])
        #expect(connection.client.authentication == .basic)
        #expect(connection.client.basicEncoding == .form)
        #expect(connection.signIn.redirectURIs == [.standard])
        #expect(connection.signIn.usesPKCE)
        #expect(connection.scope == [])
        #expect(connection.refreshMargin == .seconds(60))
        #expect(connection.hosts.entries.isEmpty)
        #expect(connection.tokenKey(profile: "default").provider == "https://server.example.com/token")
        #expect(try OAuthCoreTests.connection(without: ["client_secret"]).client.authentication == .none)
    }

    @Test func emptyTablesAreAllowed() throws {
        let connection = try connection(["authorize_params": [], "token_params": [:], "scope": [:], "hosts": []])
        #expect(connection.parameters.authorize.values.isEmpty)
        #expect(connection.scope.isEmpty)
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        var changes: [String: DefinitionValue]
        var without: Set<String> = []
        var message: String
        var advice: String?
        var testDescription: String { message }
    }

    @Test(arguments: [
        Wrong(
            changes: ["scpoe": "x"], message: "unknown field 'scpoe' in connection 'rfc'",
            advice: "Did you mean 'scope'?"),
        Wrong(
            changes: ["zzzzzz": 1], message: "unknown field 'zzzzzz' in connection 'rfc'", advice: "Known fields: name,"
        ),
        Wrong(changes: ["\u{1B}[2J": 1], message: "unknown field '\\u{1B}[2J'"),
        Wrong(changes: [:], without: ["name"], message: "a connection has no name"),
        Wrong(changes: ["name": 5], message: "a connection's name is a string, not a number"),
        Wrong(changes: ["name": ""], message: "'' cannot be the name"),
        Wrong(changes: ["name": "a#b"], message: "'a#b' cannot be the name"),
        Wrong(changes: ["name": "a/b"], message: "'a/b' cannot be the name"),
        Wrong(changes: ["name": "-x"], message: "'-x' cannot be the name"),
        Wrong(changes: ["name": " x"], message: "'x' cannot be the name"),
        Wrong(changes: ["name": "a\nb"], message: "'a b' cannot be the name"),
        Wrong(changes: [:], without: ["client_id"], message: "connection 'rfc' has no client_id"),
        Wrong(changes: ["client_id": ""], message: "connection 'rfc' has no client_id"),
        Wrong(changes: [:], without: ["token_url"], message: "connection 'rfc' has no token_url"),
        Wrong(changes: [:], without: ["authorization_url"], message: "connection 'rfc' has no authorization_url"),
        Wrong(changes: ["grant": "refresh_token"], message: "connection 'rfc' has no refresh_token"),
        Wrong(
            changes: ["grant": "magic"], message: "field 'grant' of connection 'rfc' does not know 'magic'",
            advice: "Use one of: authorization_code, refresh_token, password"),
        Wrong(changes: ["grant": "password"], message: "connection 'rfc' has no username"),
        Wrong(changes: ["grant": "refresh-token"], message: "does not know", advice: "Did you mean 'refresh_token'?"),
        Wrong(
            changes: ["client_auth": "body"], message: "does not know 'body'",
            advice: "Did you mean 'body_json'?"),
        Wrong(
            changes: ["client_auth": "post"], without: ["client_secret"],
            message: "connection 'rfc' has no client_secret", advice: "client_auth = 'post' needs one"),
        Wrong(changes: ["scope": true], message: "takes a string or a list of strings, not a boolean"),
        Wrong(
            changes: ["scope": ["a", 1]], message: "takes a string or a list of strings, not a list that holds a number"
        ),
        Wrong(changes: ["pkce": "yes"], message: "field 'pkce' of connection 'rfc' takes true or false, not a string"),
        Wrong(changes: ["client_secret": 5], message: "takes a string or secret \"NAME\", not a number"),
        Wrong(changes: ["token_url": .secret("X")], message: "takes a string, not a secret"),
        Wrong(changes: ["refresh_margin": "60"], message: "takes a number of seconds, not a string"),
        Wrong(changes: ["refresh_margin": -1], message: "takes between 0 and 31622400 seconds"),
        Wrong(changes: ["refresh_margin": .number(.nan)], message: "takes between 0 and 31622400 seconds"),
        Wrong(changes: ["authorize_params": "x"], message: "takes a table of parameters, not a string"),
        Wrong(changes: ["authorize_params": ["a": ["b": 1]]], message: "has a table as 'a'"),
        Wrong(changes: ["authorize_params": ["a": .number(.infinity)]], message: "has a number as 'a'"),
        Wrong(changes: ["authorize_params": ["state": "x"]], message: "cannot set 'state'"),
        Wrong(changes: ["authorize_params": ["state": false]], message: "cannot set 'state'"),
        Wrong(changes: ["authorize_params": ["code_challenge": "x"]], message: "cannot set 'code_challenge'"),
        Wrong(changes: ["authorize_params": ["redirect_uri": "x"]], message: "can only leave out 'redirect_uri'"),
        Wrong(changes: ["token_params": ["client_secret": "x"]], message: "can only leave out 'client_secret'"),
        Wrong(changes: ["token_params": ["code": "x"]], message: "can only leave out 'code'"),
        Wrong(changes: ["refresh_params": ["refresh_token": "x"]], message: "can only leave out 'refresh_token'"),
        Wrong(changes: ["token_url": "/token"], message: "is not an http or https URL: '/token'"),
        Wrong(changes: ["token_url": "ftp://a/b"], message: "is not an http or https URL"),
        Wrong(changes: ["token_url": "https://"], message: "is not an http or https URL"),
        Wrong(changes: ["token_url": "https://bücher.example/"], message: "is not an http", advice: "xn--"),
        Wrong(changes: ["token_url": "https://a.example/x y"], message: "is not an http"),
        Wrong(changes: ["token_url": "https://a.example:99999/"], message: "is not an http"),
        Wrong(changes: ["token_url": "http://a.example/token"], message: "is plain http", advice: "allow_http = true"),
        Wrong(changes: ["token_url": "http://127.0.0.1.evil.com/token"], message: "is plain http"),
        Wrong(changes: ["token_url": "http://127.0.0.1%2eevil.com/token"], message: "is not an http"),
        Wrong(changes: ["token_url": "https://a.example/#x"], message: "has a fragment"),
        Wrong(changes: ["base_url": "https://me:pw@a.example/"], message: "has a user name in the URL"),
        Wrong(changes: ["redirect_uri": "http://client.example.com/cb"], message: "is plain http beyond loopback"),
        Wrong(changes: ["redirect_uri": "http://127.0.0.1@evil.example/cb"], message: "has no valid host"),
        Wrong(changes: ["redirect_uri": "http://127.0.0.1:x/cb"], message: "has no valid port"),
        Wrong(changes: ["redirect_uri": "http://127.0.0.1:80800/cb"], message: "has no valid port"),
        Wrong(changes: ["redirect_uri": "http://127.0.0.1:080/cb"], message: "is not written in the usual way"),
        Wrong(changes: ["redirect_uri": "http://127.0.0.1/cb?x=1"], message: "has a query"),
        Wrong(changes: ["redirect_uri": "http://127.0.0.1/cb#x"], message: "has a fragment"),
        Wrong(changes: ["redirect_uri": "http://127.0.0.1/c b"], message: "has characters that no URI has"),
        Wrong(changes: ["redirect_uri": ""], message: "has characters that no URI has"),
        Wrong(changes: ["hosts": "https://api.example.com"], message: "takes host names, not URLs"),
        Wrong(changes: ["hosts": "api.example.com/v1"], message: "takes host names, not URLs"),
        Wrong(changes: ["hosts": "*"], message: "has no valid host name in '*'"),
        Wrong(changes: ["hosts": "*.com"], message: "would send the token to everything below '.com'"),
        Wrong(changes: ["hosts": "a.*.com"], message: "has no valid host name"),
        Wrong(changes: ["hosts": ".example.com"], message: "has no valid host name"),
        Wrong(changes: ["hosts": "example.com."], message: "has no valid host name"),
        Wrong(changes: ["hosts": "api.example.com:0"], message: "has no valid port"),
        Wrong(changes: ["hosts": "::1"], message: "no valid host name"),
        Wrong(
            changes: ["hosts": "fe80::1:x"], message: "has no valid port", advice: "IPv6 addresses stand in brackets"),
        Wrong(changes: ["hosts": "bücher.example"], message: "has no valid host name", advice: "xn--"),
    ])
    func saysWhatIsWrong(case wrong: Wrong) throws {
        let error = try #require(definitionError(wrong.changes, without: wrong.without))
        #expect(error.kind == .config)
        #expect(error.message.contains(wrong.message), "\(error.message)")
        if let advice = wrong.advice { #expect(error.advice?.contains(advice) == true, "\(error.advice ?? "nil")") }
        #expect(!error.message.hasSuffix("."))
    }

    @Test func refusedURLsDoNotShowPasswords() throws {
        for url in ["https://me:hunter2@a.example/", "https://me:hunter2@", "ftp://me:hunter2@a.example/"] {
            let error = try #require(definitionError(["token_url": .string(url)]))
            #expect(!error.description.contains("hunter2"))
        }
    }

    @Test(arguments: ["client_id", "client_secret", "refresh_token"])
    func missingSecretsAreNamed(field: String) throws {
        let fields = rfcClient.merging([field: .secret("GOOGLE_THING")]) { $1 }
        let definition = try ConnectionDefinition(fields)
        for secrets in [SecretTable(), SecretTable(values: ["GOOGLE_THING": ""])] {
            let error = #expect(throws: OAuthError.self) { try definition.connection(secrets: secrets) }
            #expect(error?.kind == .config)
            #expect(
                error?.message == "connection 'rfc' needs the secret 'GOOGLE_THING' for its \(field), and it is not set"
            )
            #expect(
                error?.advice
                    == "Set it in the environment (export GOOGLE_THING=…), or keep it encrypted: `oauthlua secret set GOOGLE_THING`"
            )
        }
    }

    @Test func aPublicClientReadsNoSecret() throws {
        let connection = try connection(["client_auth": "none", "client_secret": .secret("NOT_SET")])
        #expect(connection.client.secret == nil)
    }

    @Test func everyFieldIsDocumentedOnce() {
        let names = ConnectionSchema.fields.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(ConnectionSchema.fields.allSatisfy { !$0.doc.isEmpty && !$0.doc.hasSuffix(".") })
    }
}

import Foundation
import Testing

@testable import OAuthCore

/// The fields for what providers do differently.
@Suite struct SettingsTests {
    struct Wrong: Sendable, CustomTestStringConvertible {
        var changes: [String: DefinitionValue]
        var message: String
        var advice: String?
        var testDescription: String { message }
    }

    @Test(arguments: [
        Wrong(changes: ["headers": "x"], message: "takes a table of headers, not a string"),
        Wrong(changes: ["headers": ["a b": "x"]], message: "has 'a b', which is no name of a header"),
        Wrong(changes: ["headers": ["authorization": "x"]], message: "cannot set 'authorization'"),
        Wrong(changes: ["headers": ["Host": "x"]], message: "cannot set 'Host'"),
        Wrong(changes: ["headers": ["Content-Length": 3]], message: "cannot set 'Content-Length'"),
        Wrong(changes: ["headers": ["X-A": "a\r\nX-B: b"]], message: "has a character in 'X-A' that no header"),
        Wrong(changes: ["token_headers": ["X-A": ["b": "c"]]], message: "has a table as 'X-A'"),
        Wrong(changes: ["token_headers": ["Transfer-Encoding": "chunked"]], message: "cannot set 'Transfer-Encoding'"),
        Wrong(
            changes: ["authorize_params": ["key": .secret("KEY")]], message: "has a secret as 'key'",
            advice: "The browser shows"),
        Wrong(changes: ["parameter_names": ["client_id": 3]], message: "has a number as 'client_id'"),
        Wrong(
            changes: ["token_names": ["acces_token": "x"]], message: "does not know 'acces_token'",
            advice: "Did you mean 'access_token'?"),
        Wrong(changes: ["token_names": ["zzz": "x"]], message: "does not know 'zzz'", advice: "stand on the left"),
        Wrong(changes: ["expires_in_unit": "hours"], message: "does not know 'hours'", advice: "Use one of: seconds"),
        Wrong(changes: ["keep": ["access_token"]], message: "cannot keep 'access_token': scripts can read"),
        Wrong(changes: ["keep": ["x": "data.refreshToken"]], message: "cannot keep 'data.refreshToken'"),
        Wrong(changes: ["keep": ["code"]], message: "cannot keep 'code'"),
        Wrong(changes: ["keep": ["state"]], message: "cannot keep 'state'"),
        Wrong(changes: ["keep": ["client_secret"]], message: "cannot keep 'client_secret'"),
        Wrong(changes: ["keep": ["a b": "x"]], message: "has the name 'a b'"),
        Wrong(changes: ["keep": "instance_url"], message: "takes a list of names or a table of paths"),
        Wrong(
            changes: ["base_url": "{instance_url}"], message: "needs 'instance_url', which is not kept",
            advice: "keep = { \"instance_url\" }"),
        Wrong(
            changes: ["base_url": "http://{a}.example", "keep": ["a"]], message: "is plain http"),
        Wrong(changes: ["base_url": "https://{a b}.example", "keep": ["a"]], message: "is not an http or https URL"),
        Wrong(changes: ["base_url": "https://{}.example"], message: "is not an http or https URL"),
        Wrong(
            changes: ["token_origin": "{dc}", "keep": ["dc"]], message: "needs a list of hosts",
            advice: "Name the provider's hosts"),
        Wrong(changes: ["token_origin": "{dc}", "hosts": "a.example"], message: "needs 'dc', which is not kept"),
        Wrong(changes: ["token_placement": "X-Token"], message: "takes one of { header"),
        Wrong(changes: ["token_placement": ["header": "X", "query": "y"]], message: "takes one of { header"),
        Wrong(changes: ["token_placement": ["header": ""]], message: "takes one of { header"),
        Wrong(changes: ["token_placement": ["header": "a b"]], message: "takes one of { header"),
        Wrong(changes: ["token_placement": ["cookie": "a;b"]], message: "takes one of { header"),
        Wrong(changes: ["token_placement": ["header": "X-A", "scheme": "a\r\nb"]], message: "takes one of { header"),
        Wrong(changes: ["refresh_with": "id_token"], message: "does not know 'id_token'"),
        Wrong(changes: ["token_method": "PUT"], message: "does not know 'PUT'"),
    ])
    func saysWhatIsWrong(case wrong: Wrong) throws {
        let error = try #require(definitionError(wrong.changes))
        #expect(error.kind == .config)
        #expect(error.message.contains(wrong.message), "\(error.message)")
        if let advice = wrong.advice { #expect(error.advice?.contains(advice) == true, "\(error.advice ?? "nil")") }
    }

    @Test func secretsInTablesAreReadOnFirstUse() throws {
        let changes: [String: DefinitionValue] = [
            "headers": ["X-Api-Key": .secret("API_KEY"), "X-Plain": "p"], "token_params": ["hash": .secret("HASH")],
        ]
        let read = try connection(changes, secrets: SecretTable(values: ["API_KEY": "key-1", "HASH": "hash-1"]))
        #expect(Set(read.parameters.secrets.map { $0.reveal() }) == ["key-1", "hash-1"])
        #expect(!"\(read)".contains("key-1"))
        let error = try #require(definitionError(changes))
        #expect(
            error.message == "connection 'rfc' needs the secret 'HASH' for its token_params.hash, and it is not set")
    }

    @Test(arguments: [
        ("https://api.example.com/v1/{id}", "https://api.example.com"), ("https://{id}.example.com", nil),
        ("{id}/v1", nil), ("https://api.example.com:8443/?q={id}", "https://api.example.com:8443"),
    ])
    func theOriginOfABaseURLIsItsDefaultHost(base: String, origin: String?) throws {
        let connection = try connection(["base_url": .string(base), "keep": ["id"]])
        #expect(connection.baseURL?.origin?.description == origin)
        #expect(connection.hosts.entries.isEmpty == (origin == nil))
        #expect(connection.baseURL?.names == ["id"])
    }

    @Test func scopesAreSplitAtTheProvidersSeparator() throws {
        #expect(try connection(["scope": "a,b c", "scope_separator": ","]).scope == ["a", "b", "c"])
        #expect(try connection(["scope": "a,b c"]).scope == ["a,b", "c"])
        #expect(try connection(["scope": "a+b", "scope_separator": "+"]).scope == ["a", "b"])
    }

    @Test func aTokenThatRenewsItselfIsRenewedEarly() throws {
        #expect(try connection(["refresh_with": "access_token"]).refreshMargin == .seconds(30 * 86_400))
        #expect(try connection(["refresh_with": "access_token", "refresh_margin": 5]).refreshMargin == .seconds(5))
    }
}

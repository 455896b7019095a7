import Testing

@testable import OAuthCore

@Suite struct PresetLintTests {
    private func problems(_ more: String, hooks: Set<HookPoint> = []) throws -> [String] {
        let plain = """
            { "id": "own", "name": "Own", "authorization_url": "https://own.example/authorize",
              "token_url": "https://own.example/token" \(more.isEmpty ? "" : ", " + more) }
            """
        return try PresetTests.table(plain).problems(id: "own", base: nil, hooks: hooks).map(\.description)
    }

    @Test func whatIsInOrder() throws {
        #expect(try problems("") == [])
        #expect(try problems(#""client_auth": "private_key_jwt""#) == [])
        #expect(try problems(#""verified": true, "aliases": ["mine"], "notes": ["Hello {world}."]"#) == [])
        #expect(
            try problems(
                #""variables": { "host": { "description": "h" }, "site": { "description": "s", "learned": true } }, "keep": ["site"], "base_url": "https://{host}/{site}""#
            ) == [])
        #expect(
            try problems(
                #""variables": { "site": { "description": "s", "learned": true } }, "base_url": "https://a.example/{site}""#,
                hooks: [.afterLogin]) == [])
        #expect(try problems(#""pages": { "page": "p", "per_page": "n", "size": 50 }"#) == [])
    }

    @Test(arguments: [
        (#""tokenurl": "https://x.example""#, "tokenurl is no key of a preset. Did you mean 'token_url'?"),
        (#""name_of": "x""#, "name_of is no key of a preset. "),
        (#""hooks": ["refresh"]"#, "hooks are Lua, which JSON cannot hold. Write the preset as NAME.lua"),
        (#""grants": ["divice_code"]"#, "grants has the unknown grant 'divice_code'. Did you mean 'device_code'?"),
        (#""rate_limit": { "remainig": "x" }"#, "rate_limit has no 'remainig'. Did you mean 'remaining'?"),
        (#""rate_limit": { "usage": 1 }"#, "rate_limit has a number as 'usage', not a text"),
        (#""pages": { "cursor": 5, "param": "x" }"#, "pages cannot have a number as cursor"),
        (#""pages": { "offset": "x", "limit": "n", "size": "50" }"#, "pages cannot have a string as size"),
        (#""allow_http": true, "base_url": "http://own.example""#, "base_url is not https"),
        (#""pkce": "no""#, "pkce takes true or false, not a string"),
        (#""client_auth": "basik""#, "client_auth does not know 'basik'. Did you mean 'basic'?"),
        (#""client_secret": "hush""#, "client_secret is a secret in plain text. Leave it to the definition"),
        (#""console_url": "http://own.example""#, "console_url is not https: 'http://own.example'"),
        (#""revocation_url": "http://own.example/revoke""#, "revocation_url is not https"),
        (#""base_url": "ftp://own.example""#, "base_url' of connection 'own' is not an http or https URL"),
        (#""notes": "x""#, "notes cannot be a string"),
        (#""scopes": { "a": 1 }"#, "scopes has a number as 'a', not a text"),
        (#""verified": "yes""#, "verified cannot be a string"),
        (#""base_url": "https://{tenant}.example""#, "base_url has {tenant}, which is no variable. Declare it"),
        (
            #""variables": { "tenant": { "description": "t" } }, "base_url": "https://{tenat}.example""#,
            "base_url has {tenat}, which is no variable. Did you mean 'tenant'?"
        ),
        (#""variables": { "tenant": { "description": "t" } }"#, "variables.tenant is used nowhere"),
        (
            #""variables": { "scope": { "description": "t" } }, "base_url": "https://{scope}.example""#,
            "variables.scope has the name of something else"
        ),
        (
            #""variables": { "a": { "description": "t", "learned": true } }, "base_url": "https://x.example/{a}""#,
            "variables.a is learned from nothing"
        ),
        (
            #""variables": { "a": { "description": "t" } }, "keep": ["a"], "base_url": "https://x.example/{a}""#,
            "variables.a is kept, and not learned"
        ),
        (
            #""variables": { "a": { "descripton": "t" } }"#,
            "has the unknown key 'descripton'. Did you mean 'description'?"
        ),
        (#""variables": { "a": { "default": "t" } }"#, "the variable 'a' has no description"),
        (#""variables": { "a": { "description": "t", "pattern": "[" } }"#, "has a pattern that cannot be read"),
        (
            #""variables": { "a": { "description": "t", "pattern": "[0-9]+", "default": "x" } }"#,
            "the variable 'a' cannot be 'x'"
        ),
        (#""variables": { "a": "b" }"#, "the variable 'a' is a string"),
        (#""pages": "links""#, "pages names no style"),
        (#""pages": { "cursor": "next" }"#, "pages has a cursor and no param"),
        (#""pages": { "page": "p", "per_page": "n" }"#, "size is missing"),
        (#""pages": { "page": "p", "perpage": "n" }"#, "pages has no 'perpage'. Did you mean 'per_page'?"),
        (#""keep": ["access_token"]"#, "cannot keep 'access_token'"),
        (#""nothing": null"#, "nothing is no key of a preset"),
    ])
    func whatIsNot(more: String, problem: String) throws {
        let found = try problems(more)
        #expect(found.contains { $0.contains(problem) }, "\(found)")
    }

    @Test func whatIsMissing() throws {
        func problems(_ json: String) throws -> [String] {
            try PresetTests.table(json).problems(id: "own", base: nil).map(\.description)
        }
        let urls = #""authorization_url": "https://own.example/a", "token_url": "https://own.example/t""#
        #expect(try problems("{ \"name\": \"Own\", \(urls) }").isEmpty, "the file's name is the id")
        #expect(try problems("{ \(urls) }") == ["name is missing: what people call the provider"])
        #expect(
            try problems(#"{ "name": "Own", "authorization_url": "https://own.example/a" }"#).first?
                .hasPrefix("connection 'own' has no token_url") == true)
        let other = try PresetTests.table(#"{ "id": "other", "name": "Other" }"#)
        #expect(other.problems(id: "own", base: nil).map(\.description) == ["id is not the file's name, 'own'"])
        #expect(!other.problems(id: "Own/x", base: nil).isEmpty)
    }

    @Test func overAnotherTheWholeCounts() throws {
        let base = """
            { "id": "base", "name": "Base", "variables": { "shop": { "description": "s" } },
              "authorization_url": "https://{shop}.example/a", "token_url": "https://{shop}.example/t" }
            """
        let table = try PresetTests.table(
            #"{ "id": "own", "extends": "base", "base_url": "https://api.{shop}.example" }"#)
        #expect(table.problems(id: "own", base: try PresetTests.table(base)) == [])
        #expect(table.problems(id: "own", base: nil).isEmpty == false)
        // What is inherited may have lost its use; what is declared anew may not.
        let fixed = #""authorization_url": "https://own.example/a", "token_url": "https://own.example/t""#
        let other = try PresetTests.table("{ \"id\": \"own\", \"extends\": \"base\", \(fixed) }")
        #expect(other.problems(id: "own", base: try PresetTests.table(base)) == [])
        let again = try PresetTests.table(
            "{ \"id\": \"own\", \"extends\": \"base\", \"variables\": { \"shop\": { \"description\": \"s\" } }, \(fixed) }"
        )
        #expect(
            again.problems(id: "own", base: try PresetTests.table(base)).map(\.description) == [
                "variables.shop is used nowhere"
            ])
    }

    @Test(arguments: [
        ("", "is empty"), (" \n\t", "is empty"), ("{", "is not valid JSON: line 1, column 2"),
        ("{\n\"é\": nul }", "is not valid JSON: line 2, column 6"),
        (#"{ "a": { "b": 1, "b": 2 } }"#, "has 'b' twice, again in line 1"), ("[]", "is no JSON object"),
    ])
    func whatDoesNotReadSaysWhere(text: String, message: String) {
        let error = #expect(throws: OAuthError.self) { try PresetTable(reading: Array(text.utf8)) }
        #expect(error?.message == message)
    }

    @Test func aFileThatIsNoText() {
        let error = #expect(throws: OAuthError.self) { try PresetTable(reading: [0xFF, 0xFE, 0x7B]) }
        #expect(error?.message == "is not valid UTF-8")
    }

    @Test(arguments: ["[]", "null", "{", "1", ""]) func whatIsNoPreset(text: String) {
        #expect(throws: OAuthError.self) { try PresetTests.table(text) }
    }
}

import Testing

@testable import OAuthCore

/// A definition put over a preset, and a preset over another.
@Suite struct PresetTests {
    static let shop = """
        {
          "id": "shop", "name": "Shop", "verified": true,
          "variables": {
            "shop": { "description": "the shop's name", "pattern": "[a-z-]+" },
            "region": { "description": "where it is", "choices": ["eu", "us"], "default": "eu" },
            "key": { "description": "the API's key", "secret": true },
            "site": { "description": "the site", "learned": true }
          },
          "authorization_url": "https://{shop}.{region}.shop.example/authorize",
          "token_url": "https://shop.example/{shop}/token",
          "client_auth": "post", "scope": ["read"], "offline_scope": "offline", "pkce": false,
          "authorize_params": { "prompt": "consent", "shop": "{shop} in {region}" },
          "keep": ["user.id"],
          "headers": { "X-Key": "{key}", "X-Site": "{site}", "Accept": "application/json" },
          "base_url": "https://{shop}.api.example/{site}", "hosts": ["{shop}.api.example", "files.example"],
          "pages": { "cursor": "next", "param": "after" }
        }
        """

    static func table(_ json: String) throws -> PresetTable { try PresetTable(reading: Array(json.utf8)) }

    private func definition(
        _ changes: [String: DefinitionValue], of json: String = shop
    ) throws -> [String: DefinitionValue] {
        var fields: [String: DefinitionValue] = [
            "name": "mine", "preset": "shop", "client_id": "id", "shop": "flowers", "key": .secret("SHOP_KEY"),
        ]
        for (name, value) in changes { fields[name] = value }
        return try Preset(Self.table(json), id: "shop").definition(under: fields)
    }

    private func failure(_ changes: [String: DefinitionValue]) -> OAuthError? {
        #expect(throws: OAuthError.self) { try definition(changes) }
    }

    // MARK: Merging

    @Test func thePresetsFieldsCountWhereTheDefinitionHasNone() throws {
        let fields = try definition([:])
        #expect(fields["authorization_url"] == "https://flowers.eu.shop.example/authorize")
        #expect(fields["token_url"] == "https://shop.example/flowers/token")
        #expect(fields["name"] == "mine")
        #expect(fields["pkce"] == false)
        #expect(
            fields["preset"] == nil && fields["shop"] == nil && fields["variables"] == nil && fields["pages"] == nil)
        _ = try ConnectionDefinition(definition(["keep": ["site": "site"]]))
    }

    @Test func theDefinitionComesFirst() throws {
        let fields = try definition(["scope": "write", "pkce": true, "token_url": "https://other.example/token"])
        #expect(fields["scope"] == "write")
        #expect(fields["pkce"] == true)
        #expect(fields["token_url"] == "https://other.example/token")
    }

    @Test func tablesAreMergedByTheirKeys() throws {
        let fields = try definition([
            "authorize_params": ["prompt": false, "hint": "me"], "keep": ["team": "team.id"],
            "headers": ["accept": "text/csv"],
        ])
        #expect(fields["authorize_params"] == ["prompt": false, "hint": "me", "shop": "flowers in eu"])
        #expect(fields["keep"] == ["id": "user.id", "team": "team.id"])
        #expect(fields["headers"] == ["X-Key": .secret("SHOP_KEY"), "X-Site": "{site}", "accept": "text/csv"])
    }

    @Test func falseTakesAFieldAway() throws {
        let fields = try definition(["offline_scope": false, "hosts": false, "authorize_params": false, "retry": false])
        #expect(fields["offline_scope"] == nil && fields["hosts"] == nil && fields["authorize_params"] == nil)
        #expect(fields["retry"] == false)
    }

    @Test func theScopeOfARefreshTokenIsAskedForBesides() throws {
        func scopes(_ changes: [String: DefinitionValue]) throws -> [String] {
            var changes = changes
            changes["keep"] = ["site": "site"]
            return try ConnectionDefinition(definition(changes)).connection(secrets: Secrets()).scope
        }
        #expect(try scopes(["scope": "a b"]) == ["a", "b", "offline"])
        #expect(try scopes(["scope": "offline a"]) == ["offline", "a"])
        #expect(try scopes(["offline_scope": false]) == ["read"])
        #expect(try scopes(["grant": "client_credentials", "client_secret": "s"]) == ["read"])
    }

    @Test func aPublicClientProvesNothing() throws {
        #expect(try definition([:])["client_auth"] == nil)
        #expect(try definition(["client_secret": .secret("S")])["client_auth"] == "post")
        #expect(try definition(["client_auth": "none"])["client_auth"] == "none")
    }

    @Test func aBaseURLOfTheDefinitionIsOneOfItsHosts() throws {
        #expect(try definition([:])["hosts"] == ["flowers.api.example", "files.example"])
        #expect(
            try definition(["base_url": "https://other.example/x"])["hosts"]
                == ["flowers.api.example", "files.example", "other.example"])
        #expect(
            try definition(["base_url": "http://[::1]:80/"])["hosts"]
                == ["flowers.api.example", "files.example", "[::1]"])
        #expect(
            try definition(["base_url": "http://127.0.0.1:8080/"])["hosts"]
                == ["flowers.api.example", "files.example", "127.0.0.1:8080"])
        #expect(
            try definition(["base_url": "https://other.example", "hosts": ["a.example"]])["hosts"] == ["a.example"])
    }

    @Test func withoutANameItIsCalledAsThePreset() throws {
        let preset = try Preset(Self.table(Self.shop), id: "shop")
        let fields = try preset.definition(under: ["client_id": "id", "shop": "flowers", "key": "k"])
        #expect(fields["name"] == "shop")
    }

    // MARK: Variables

    @Test func learnedVariablesStayUnlessTheyAreGiven() throws {
        #expect(try definition([:])["base_url"] == "https://flowers.api.example/{site}")
        let given = try definition(["site": "a/b c"])
        #expect(given["base_url"] == "https://flowers.api.example/a%2Fb%20c")
        #expect(given["headers"]?.table["X-Site"] == "a/b c")
    }

    @Test func aDefinitionsOwnTextsMayUseThem() throws {
        #expect(try definition(["base_url": "https://{shop}.own.example"])["base_url"] == "https://flowers.own.example")
        #expect(
            try definition(["authorize_params": ["x": "{code} {shop}"]])["authorize_params"]?.table["x"]
                == "{code} flowers")
    }

    @Test func aNumberIsText() throws {
        #expect(try definition(["site": 7])["base_url"] == "https://flowers.api.example/7")
    }

    @Test func wrongVariables() {
        #expect(
            failure(["shop": .boolean(false)])?.description
                == "connection 'mine' has no shop, which its preset 'shop' needs. Write shop = \"…\": the shop's name")
        #expect(
            failure(["shop": "Flowers!"])?.description
                == "field 'shop' of connection 'mine' cannot be 'Flowers!'. It is the shop's name, like 'a'")
        #expect(
            failure(["region": "uss"])?.description
                == "field 'region' of connection 'mine' does not know 'uss'. Did you mean 'us'?")
        #expect(failure(["shop": ""])?.message == "field 'shop' of connection 'mine' cannot be ''")
        #expect(failure(["shop": ["a"]])?.message == "field 'shop' of connection 'mine' takes a string, not a list")
        #expect(
            failure(["shop": .secret("X")])?.message == "field 'shop' of connection 'mine' takes a string, not a secret"
        )
        #expect(
            failure(["shpo": "x"])?.description == "unknown field 'shpo' in connection 'mine'. Did you mean 'shop'?")
    }

    @Test(
        arguments: [
            ("evil.example/", "Write the host alone"), ("a@b", nil), ("a b", nil), ("a.example:80:80", nil), ("", nil),
        ] as [(String, String?)])
    func aHostIsAHost(value: String, advice: String?) throws {
        let json = """
            { "id": "own", "name": "Own", "variables": { "host": { "description": "the host" } },
              "token_url": "https://{host}/token" }
            """
        let preset = try Preset(Self.table(json), id: "own")
        let error = #expect(throws: OAuthError.self) { try preset.definition(under: ["host": .string(value)]) }
        if let advice { #expect(error?.advice?.hasPrefix(advice) == true) }
        #expect(try preset.definition(under: ["host": "a.example:8443"])["token_url"] == "https://a.example:8443/token")
    }

    @Test func aSecretStandsAlone() throws {
        let json = """
            { "id": "own", "name": "Own", "variables": { "key": { "description": "the key", "secret": true } },
              "token_url": "https://a.example/token", "headers": { "X-Key": "Key {key}" } }
            """
        let preset = try Preset(Self.table(json), id: "own")
        let error = #expect(throws: OAuthError.self) { try preset.definition(under: ["key": .secret("K")]) }
        #expect(error?.message.contains("has the secret 'key' within 'Key {key}'") == true)
    }

    // MARK: Extending

    @Test func onePresetOverAnother() throws {
        let lower = try Self.table(Self.shop)
        let upper = try Self.table(
            """
            { "id": "garden", "extends": "shop", "scope": ["garden"], "offline_scope": null, "pages": null,
              "authorize_params": { "prompt": null, "garden": "yes" }, "hosts": ["garden.example"],
              "variables": { "region": { "description": "elsewhere", "default": "us" } } }
            """)
        let tables = ["shop": lower, "garden": upper]
        let preset = try Preset(upper.extending { tables[$0] }, id: "garden")
        #expect(preset.name == "Shop" && !preset.isVerified && preset.aliases.isEmpty && preset.pages == nil)
        #expect(preset.variables["region"]?.standard == "us" && preset.variables["shop"] != nil)
        let fields = try preset.definition(under: ["client_id": "id", "shop": "roses", "key": "k"])
        #expect(fields["scope"] == ["garden"] && fields["offline_scope"] == nil)
        #expect(fields["hosts"] == ["garden.example"])
        #expect(fields["authorize_params"] == ["prompt": false, "garden": "yes", "shop": "roses in us"])
        #expect(fields["authorization_url"] == "https://roses.us.shop.example/authorize")
    }

    @Test func aCircleEnds() throws {
        let one = try Self.table(#"{ "id": "one", "extends": "two", "scope": ["one"] }"#)
        let two = try Self.table(#"{ "id": "two", "extends": "one", "scope": ["two"] }"#)
        let tables = ["one": one, "two": two]
        #expect(one.extending { tables[$0] }.values["scope"] == ["one"])
    }

    private struct Secrets: SecretSource {
        func secret(named name: String) throws -> Redacted<String>? { Redacted(name) }
    }
}

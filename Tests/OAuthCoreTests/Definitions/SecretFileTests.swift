import Testing

@testable import OAuthCore

/// Which file a field names, and from where.
@Suite struct SecretFileTests {
    /// The path that was asked for is the file's content.
    private struct Paths: SecretSource {
        func secret(named name: String) -> Redacted<String>? { nil }
        func contents(ofFile path: String, field: String, connection: String) -> Redacted<String> {
            Redacted("\(field) \(path)")
        }
    }

    @Test(arguments: [
        ("file:key.pem", "/home/me/scripts", "/home/me/scripts/key.pem"), ("file:/run/key", "/home/me", "/run/key"),
        ("file:~/key.pem", "/home/me", "~/key.pem"), ("file:keys/a b.pem", "", "keys/a b.pem"),
        ("keys/key.jwk", "/home/me", "/home/me/keys/key.jwk"), ("/run/key", "/home/me", "/run/key"),
    ])
    func pathsBeginWhereTheDefinitionIs(text: String, folder: String, path: String) throws {
        let fields = rfcClient.merging(["client_auth": "private_key_jwt", "private_key": .string(text)]) { $1 }
        let connection = try ConnectionDefinition(fields, folder: folder).connection(secrets: Paths())
        #expect(connection.client.privateKey?.reveal() == "private_key \(path)")
    }

    @Test func onlyKeysAreBarePaths() throws {
        let fields = rfcClient.merging(["client_secret": "secrets/client"]) { $1 }
        let literal = try ConnectionDefinition(fields, folder: "/x").connection(secrets: Paths())
        #expect(literal.client.secret?.reveal() == "secrets/client")
        let file = try ConnectionDefinition(rfcClient.merging(["client_secret": "file:client"]) { $1 }, folder: "/x")
        #expect(try file.connection(secrets: Paths()).client.secret?.reveal() == "client_secret /x/client")
    }

    @Test(arguments: ["-----BEGIN PRIVATE KEY-----\nx", " {\"kty\":\"EC\"}"])
    func keysAreAlsoText(text: String) throws {
        let fields = rfcClient.merging(["client_auth": "private_key_jwt", "private_key": .string(text)]) { $1 }
        #expect(try ConnectionDefinition(fields).connection(secrets: Paths()).client.privateKey?.reveal() == text)
    }
}

import Foundation
import TestSupport
import Testing

/// Secrets in files of their own: `"file:PATH"`.
@Suite struct SecretFileTests {
    /// A client with a key in a file, whose script lies in a folder of its own.
    private func token(
        privateKey: String, from folder: TempFolder, shared: Bool = false
    ) async throws -> Command.Result {
        let definition = """
            oauth.connection {
              name = "files", token_url = "https://localhost:1/token", client_id = "c", grant = "refresh_token",
              refresh_token = "file:tokens/refresh", client_auth = "private_key_jwt", private_key = "\(privateKey)",
            }
            """
        let program = try Command.oauthlua(home: folder)
        guard !shared else {
            _ = try folder.write(definition, to: "home/connections.lua")
            return try await program.run(["token", "files"])
        }
        return try await program.run(["token", try folder.write(definition, to: "scripts/files.lua")])
    }

    private static let publicKey = """
        -----BEGIN PUBLIC KEY-----
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
        -----END PUBLIC KEY-----

        """

    /// The file was read: what is wrong with its content is said.
    @Test(arguments: [
        "file:keys/public.pem", "keys/public.pem", "~/scripts/keys/public.pem", "file:../scripts/keys/public.pem",
    ])
    func pathsBeginInTheFolderOfTheDefinition(path: String) async throws {
        let folder = try TempFolder("files")
        _ = try folder.write(Self.publicKey, to: "scripts/keys/public.pem")
        _ = try folder.write("refresh-token-in-a-file\n", to: "scripts/tokens/refresh")
        let result = try await token(privateKey: path, from: folder)
        #expect(result.status == 78, "\(result)")
        #expect(
            result.stderr.contains(
                "the private_key of 'files' is of no use: a public key stands where the private key should be"),
            "\(result)")
    }

    @Test func connectionsFileHasItsOwnFolder() async throws {
        let folder = try TempFolder("files")
        _ = try folder.write(Self.publicKey, to: "home/public.pem")
        _ = try folder.write("refresh-token-in-a-file", to: "home/tokens/refresh")
        let result = try await token(privateKey: "file:public.pem", from: folder, shared: true)
        #expect(result.stderr.contains("a public key stands where"), "\(result)")
    }

    @Test(arguments: [
        (nil, "No such file or directory", "a relative one begins in the folder of the file"),
        ("", "is empty", "Write the secret"),
        ("\n\n", "is empty", "Write the secret"), ("\u{0}", "of no use", "BEGIN PRIVATE KEY"),
    ])
    func fileOfNoUse(content: String?, why: String, advice: String) async throws {
        let folder = try TempFolder("files")
        _ = try folder.write("refresh-token-in-a-file", to: "scripts/tokens/refresh")
        if let content { _ = try folder.write(content, to: "scripts/key.pem") }
        let result = try await token(privateKey: "file:key.pem", from: folder)
        #expect(result.status == 78, "\(result)")
        #expect(result.stderr.contains("private_key of 'files'"), "\(result)")
        #expect(result.stderr.contains(why), "\(result)")
        #expect(result.stderr.contains(advice), "\(result)")
    }

    @Test func binaryFileIsNamed() async throws {
        let folder = try TempFolder("files")
        _ = try folder.write("refresh-token-in-a-file", to: "scripts/tokens/refresh")
        let path = try folder.write("", to: "scripts/key.der")
        try Data([0x30, 0x82, 0xFF]).write(to: URL(fileURLWithPath: path))
        let result = try await token(privateKey: "file:key.der", from: folder)
        #expect(result.stderr.contains("key.der, which is not text"), "\(result)")
        #expect(result.stderr.contains("PEM"), "\(result)")
    }
}

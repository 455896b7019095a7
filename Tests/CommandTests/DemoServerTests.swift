import Foundation
import TestSupport
import Testing

/// What `demo --serve` is told on its command line.
@Suite struct DemoServerTests {
    private func get(_ url: String, _ options: [String] = [], in folder: TempFolder) async throws -> [String: Any] {
        let curl = Command("/usr/bin/curl", environment: [:], folder: folder.path)
        let result = try await curl.run(["--silent", "--show-error", "--max-time", "60"] + options + [url])
        try #require(result.status == 0, "\(result)")
        return try #require(try JSONSerialization.jsonObject(with: Data(result.stdout.utf8)) as? [String: Any])
    }

    @Test func settingsAreTaken() async throws {
        let world = try await DemoWorld([
            "--set", "require_pushed_authorization_requests=1", "--set", "metadata_issuer=https://other.example.org",
        ])
        let document = try await get(world.url + "/.well-known/openid-configuration", in: world.home)
        #expect(document["require_pushed_authorization_requests"] as? Bool == true)
        #expect(document["issuer"] as? String == "https://other.example.org")
    }

    @Test func certificatesAreWritten() async throws {
        let folder = try TempFolder("certificates")
        let world = try await DemoWorld(["--tls", folder.path])
        #expect(world.url.hasPrefix("https://"))
        let trust = ["--cacert", folder.path + "/ca.pem"]
        let clients = try await get(world.url + "/_demo/clients", trust, in: world.home)
        #expect(
            (clients["tls"] as? [String: Any])?["ca"] as? String
                == (try String(contentsOfFile: trust[1], encoding: .utf8)))
        let own = ["--cert", folder.path + "/client.pem", "--key", folder.path + "/client-key.pem"]
        let form = ["--data", "grant_type=client_credentials&client_id=demo-mtls"]
        let answer = try await get(world.url + "/mtls/oauth/token", trust + own + form, in: world.home)
        #expect(answer["access_token"] is String)
        let bare = try await get(world.url + "/mtls/oauth/token", trust + form, in: world.home)
        #expect(bare["error"] as? String == "invalid_client")
    }

    @Test(arguments: [["--set", "strange=1"], ["--set", "require_dpop"], ["--set", "require_dpop=maybe"]])
    func wrongSettingsAreRefused(arguments: [String]) async throws {
        let home = try TempFolder("settings")
        let result = try await Command.oauthlua(home: home).run(["demo", "--serve"] + arguments)
        #expect(result.status != 0)
        #expect(result.stderr.contains("is not a setting"))
    }
}

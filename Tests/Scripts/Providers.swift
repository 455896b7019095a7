import Foundation
import TestSupport

/// Loopback answers for the providers' real host names: the scripts run as they are shipped, through a proxy that speaks TLS
/// as those hosts.
final class Providers: Sendable {
    let home: TempFolder
    let program: Command
    private let server: RunningProcess

    private static let hosts = [
        "accounts.google.com", "oauth2.googleapis.com", "www.googleapis.com", "gmail.googleapis.com", "github.com",
        "api.github.com", "accounts.spotify.com", "api.spotify.com", "slack.com", "login.microsoftonline.com",
        "graph.microsoft.com", "www.strava.com", "api.discogs.com", "www.discogs.com", "reports.example.com",
    ]

    private static let secrets = [
        "GOOGLE_CLIENT_ID": "google-id", "GOOGLE_CLIENT_SECRET": "google-secret", "GITHUB_CLIENT_ID": "github-id",
        "SPOTIFY_CLIENT_ID": "spotify-id", "SPOTIFY_CLIENT_SECRET": "spotify-secret",
        "SLACK_CLIENT_ID": "slack-id", "SLACK_CLIENT_SECRET": "slack-secret", "MICROSOFT_CLIENT_ID": "microsoft-id",
        "STRAVA_CLIENT_ID": "strava-id", "STRAVA_CLIENT_SECRET": "strava-secret",
        "DISCOGS_CONSUMER_KEY": "discogs-key", "DISCOGS_CONSUMER_SECRET": "discogs-secret",
        "REPORTS_CLIENT_ID": "reports-id", "REPORTS_CLIENT_SECRET": "reports-secret",
    ]

    init() async throws {
        home = try TempFolder("scripts")
        let certificate = home.path(of: "certificate.pem")
        let key = home.path(of: "key.pem")
        let names = Self.hosts.map { "DNS:" + $0 }.joined(separator: ",")
        let made = try await Command("/usr/bin/openssl").run([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=providers", "-addext", "subjectAltName=" + names, "-keyout", key, "-out", certificate,
        ])
        guard made.status == 0 else { throw ProcessFailure(description: "openssl: \(made)") }

        server = try Command("/usr/bin/timeout").start([
            "300", "python3", "-B", Repository.path("Tests/Scripts/providers/serve.py"), certificate, key,
        ])
        let port = try await server.line { $0.hasPrefix("listening on ") }.dropFirst("listening on ".count)
        let browser = "python3 -B \(Repository.path("Tests/CommandTests/browser.py")) %s"
        let environment = [
            "HTTPS_PROXY": "http://127.0.0.1:\(port)", "NO_PROXY": "127.0.0.1,localhost", "SSL_CERT_FILE": certificate,
            "BROWSER": browser,
        ]
        program = try Command.oauthlua(home: home, environment: Self.secrets.merging(environment) { _, new in new })
    }

    /// The requests so far: `GET api.github.com/issues 200`.
    var requests: [String] {
        server.stdout.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("listening") }
    }

    /// A copy of a shipped script. The fixed redirect port of Slack's preset, which somebody may be using here, gives way to a
    /// free one.
    func script(_ name: String) throws -> String {
        let text = try String(contentsOfFile: Repository.path("scripts/\(name)"), encoding: .utf8)
        let free = #"preset = "slack", redirect_uri = "https://localhost:\#(try FreePort.find())/callback""#
        return try home.write(text.replacingOccurrences(of: #"preset = "slack""#, with: free), to: name)
    }

    /// Signs in at what the script names, and runs it.
    func run(_ name: String, flags: [String] = [], authorizing: Bool = true) async throws -> Command.Result {
        let path = try script(name)
        if authorizing {
            let login = try await program.run(["authorize"] + flags.filter(Self.isParameter) + [path])
            guard login.status == 0 else { return login }
        }
        return try await program.run(["run"] + flags + [path])
    }

    private static func isParameter(_ flag: String) -> Bool { flag.hasPrefix("--param=") }
}

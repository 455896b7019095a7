import DemoProvider
import Output

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

#if canImport(Glibc)
    import Glibc
#endif

/// `oauthlua demo --serve`: the provider alone, until Ctrl-C.
struct DemoServer {
    let provider: DemoProvider
    /// The folder that the certificates of https are written to.
    var certificates: String?
    /// The provider that it plays, by https: its certificates are in a temporary folder where none is named.
    var played: String?

    func run(console: Console) async throws {
        let temporary = played != nil && certificates == nil ? try TemporaryFolder(prefix: "oauthlua-demo") : nil
        defer { temporary?.remove() }
        var server = self
        if let temporary { server.certificates = temporary.path }
        try await server.serve(console: console)
    }

    private func serve(console: Console) async throws {
        if let certificates {
            try FileManager.default.createDirectory(
                atPath: certificates, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        let running = Task {
            try await provider.run { endpoints in
                writeCertificates(endpoints.authority, console: console)
                var text = """
                    export DEMO_URL=\(endpoints.baseURL)
                    export DEMO_CLIENT_ID=\(endpoints.clientID)
                    export DEMO_CLIENT_SECRET=\(endpoints.clientSecret)

                    """
                if let certificates { text += "export DEMO_CA_FILE=\(certificates)/ca.pem\n" }
                try? DescriptorSink(STDOUT_FILENO).write(Array(text.utf8))
                if let played {
                    console.note(
                        "the demo provider plays \(played) on \(endpoints.baseURL); add to a command: "
                            + "--cacert \(certificates ?? "")/ca.pem --connect-to :443:127.0.0.1:\(endpoints.port)")
                    return
                }
                console.note(
                    "the demo provider listens on \(endpoints.baseURL); its user is demo, the password demo. "
                        + "Try: oauthlua run --param provider=demo --param url=\(endpoints.baseURL) scripts/fetch_calendar.lua"
                )
            }
        }
        let interrupts = Interrupts { running.cancel() }
        defer { interrupts.stop() }
        do {
            try await running.value
        } catch is CancellationError {
            // Ctrl-C is how a server is meant to end.
        }
    }

    private func writeCertificates(_ authority: CertificateAuthority?, console: Console) {
        guard let certificates, let authority else { return }
        let files = [
            "ca.pem": authority.certificate, "client.pem": authority.client.certificate,
            "client-key.pem": authority.client.privateKey, "stranger.pem": authority.stranger.certificate,
            "stranger-key.pem": authority.stranger.privateKey,
        ]
        for (name, text) in files {
            let path = "\(certificates)/\(name)"
            let isWritten = FileManager.default.createFile(
                atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
            if !isWritten { console.note("cannot write \(path)") }
        }
    }
}

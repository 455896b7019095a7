import Foundation
import Testing

@testable import OAuthClient
@testable import OAuthCore

struct CertificateTests {
    @Test func `believes the CA file, and nobody else`() async throws {
        let certificate = try Certificate(for: "DNS:localhost")
        try await withSecureServer(certificate) { port in
            let request = TransportRequest(url: URL(string: "https://localhost:\(port)/calendar")!)
            for transport in [
                AsyncHTTPTransport.test(caFile: certificate.certificate),
                AsyncHTTPTransport.test(["SSL_CERT_FILE": certificate.certificate]),
            ] {
                let response = try await transport.send(request)
                #expect(response.httpVersion == "HTTP/2")
                #expect(try await response.body.collect(limit: 100) == Array("GET /calendar".utf8))
                await transport.shutdown()
            }
            let error = await failure { try await AsyncHTTPTransport.test().send(request) }
            #expect(error?.kind == .network)
            #expect(error?.message.hasPrefix("the certificate of localhost:\(port) could not be verified") == true)
            #expect(error?.advice?.contains("--cacert FILE or SSL_CERT_FILE") == true)
        }
    }

    @Test func `compares the name`() async throws {
        let certificate = try Certificate(for: "DNS:elsewhere.example")
        try await withSecureServer(certificate) { port in
            let error = await failure {
                try await AsyncHTTPTransport.test(caFile: certificate.certificate)
                    .send(TransportRequest(url: URL(string: "https://localhost:\(port)/")!))
            }
            #expect(error?.message == "the certificate of localhost:\(port) is for another name")
        }
    }

    /// Who has a certificate for an address of his own must not be taken for a host.
    @Test func `takes no certificate of the address for that of the name`() async throws {
        let certificate = try Certificate(for: "DNS:elsewhere.example,IP:127.0.0.1")
        try await withSecureServer(certificate) { port in
            let transport = AsyncHTTPTransport.test(caFile: certificate.certificate)
            for _ in 0..<2 {
                let error = await failure {
                    try await transport.send(TransportRequest(url: URL(string: "https://localhost:\(port)/")!))
                }
                #expect(error?.kind == .network)
                #expect(error?.message == "the certificate of localhost:\(port) is for another name")
            }
            let response = try await transport.send(TransportRequest(url: URL(string: "https://127.0.0.1:\(port)/")!))
            #expect(response.status == 200)
            await transport.shutdown()
        }
    }

    @Test func `takes one for the name and the address`() async throws {
        let certificate = try Certificate(for: "DNS:localhost,IP:127.0.0.1")
        try await withSecureServer(certificate) { port in
            let transport = AsyncHTTPTransport.test(caFile: certificate.certificate)
            for host in ["localhost", "127.0.0.1", "localhost"] {
                let request = TransportRequest(url: URL(string: "https://\(host):\(port)/")!)
                let response = try await transport.send(request)
                #expect(response.status == 200)
            }
            await transport.shutdown()
        }
    }

    @Test(arguments: [
        ("api.example.com", true), ("API.example.com.", true), ("a.api.example.com", false), ("example.com", false),
        ("x.wild.example", true), ("x.y.wild.example", false), ("wild.example", false), (".wild.example", false),
        ("anything.example", false), ("192.0.2.7", true), ("192.0.2.8", false), ("2001:db8::7", true), ("::1", false),
        ("", false),
    ]) func `knows whom it is for`(host: String, isCovered: Bool) {
        let identity = ServerIdentity(
            names: ["api.example.com", "*.wild.example", "*.example", ""],
            addresses: [[192, 0, 2, 7], [0x20, 1, 0xD, 0xB8] + [UInt8](repeating: 0, count: 11) + [7]])
        #expect(identity.covers(host.lowercased()) == isCovered)
    }

    @Test(arguments: [nil, "garbage"])
    func `names a CA file that is of no use`(content: String?) async throws {
        let folder = TestFolder()
        if let content { folder.write(content, to: "ca.pem") }
        let path = folder.file("ca.pem")
        let server = ScriptedServer { _ in .text("200 OK") }
        for (transport, source) in [
            (AsyncHTTPTransport.test(caFile: path), "--cacert"),
            (AsyncHTTPTransport.test(["SSL_CERT_FILE": path]), "SSL_CERT_FILE"),
        ] {
            let error = await failure {
                try await transport.send(TransportRequest(url: URL(string: "https://127.0.0.1:\(server.port)/")!))
            }
            #expect(error?.kind == .config)
            #expect(error?.message.contains("\(path) of \(source)") == true)
            // It is not even read for plain http.
            #expect(try await transport.send(TransportRequest(url: server.url())).status == 200)
        }
    }
}

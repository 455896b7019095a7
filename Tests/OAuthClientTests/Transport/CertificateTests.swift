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

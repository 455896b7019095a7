import AsyncHTTPClient
import Foundation
import NIOCore
import NIOSSL
import Testing

@testable import DemoProvider

@Suite struct CertificateTests {
    /// A client that trusts the authority, and shows a certificate of it.
    private func client(
        _ authority: CertificateAuthority, _ identity: CertificateAuthority.Identity?
    ) throws -> HTTPClient {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(authority.certificate.utf8)))
        if let identity {
            tls.certificateChain = try NIOSSLCertificate.fromPEMBytes(Array(identity.certificate.utf8))
                .map { .certificate($0) }
            tls.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: Array(identity.privateKey.utf8), format: .pem))
        }
        return HTTPClient(configuration: HTTPClient.Configuration(tlsConfiguration: tls))
    }

    private func send(
        _ client: HTTPClient, _ url: String, form: [String: String]? = nil, token: String? = nil
    ) async throws -> (status: Int, json: [String: any Sendable]) {
        var request = HTTPClientRequest(url: url)
        if let form {
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
            request.body = .bytes(ByteBuffer(string: Visitor.encoded(form)))
        }
        if let token { request.headers.add(name: "Authorization", value: "Bearer " + token) }
        let response = try await client.execute(request, timeout: .seconds(60))
        let body = try await response.body.collect(upTo: 1 << 20)
        let json = try JSONSerialization.jsonObject(with: Data(body.readableBytesView)) as? [String: any Sendable]
        return (Int(response.status.code), json ?? [:])
    }

    @Test func tokensAreBoundToACertificate() async throws {
        var options = DemoProvider.Options()
        options.usesTLS = true
        try await Visitor.visit(options) { visitor async throws in
            let authority = try #require(visitor.endpoints.authority)
            let bare = try client(authority, nil)
            let own = try client(authority, authority.client)
            let stranger = try client(authority, authority.stranger)
            do {
                let base = visitor.endpoints.baseURL
                #expect(base.hasPrefix("https://"))
                let document = try await send(bare, base + "/.well-known/oauth-authorization-server").json
                let aliases = try #require(document["mtls_endpoint_aliases"] as? [String: String])
                let url = try #require(aliases["token_endpoint"])
                let form = ["grant_type": "client_credentials", "client_id": "demo-mtls"]
                #expect(try await send(bare, url, form: form).status == 401)
                #expect(try await send(stranger, url, form: form).status == 401)
                let answer = try await send(own, url, form: form)
                #expect(answer.status == 200)
                let token = try #require(answer.json["access_token"] as? String)
                #expect(try await send(own, base + "/userinfo", token: token).status == 200)
                #expect(try await send(bare, base + "/userinfo", token: token).status == 401)
                #expect(try await send(stranger, base + "/userinfo", token: token).status == 401)
                let seen = try await send(
                    own, try #require(aliases["introspection_endpoint"]),
                    form: ["client_id": "demo-mtls", "token": token])
                #expect((seen.json["cnf"] as? [String: String])?["x5t#S256"] == authority.client.thumbprint)
            }
            for client in [bare, own, stranger] { try await client.shutdown() }
        }
    }
}

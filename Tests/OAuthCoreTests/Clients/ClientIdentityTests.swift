import Foundation
import Testing

@testable import OAuthCore

@Suite struct ClientIdentityTests {
    private func mutual(_ changes: [String: DefinitionValue]) throws -> Connection {
        let certificate = try Vectors.text("keys/certificate.pem")
        return try connection(
            ["client_auth": "tls_client_auth", "client_certificate": .string(certificate)].merging(changes) { $1 },
            without: ["client_secret"])
    }

    @Test(arguments: ["client_certificate_key", "private_key"])
    func keyIsItsOwnOrTheClients(field: String) throws {
        let pem = try Vectors.key("ec-prime256v1-sec1").reveal()
        let identity = try #require(try mutual([field: .string(pem)]).clientIdentity())
        #expect(identity.certificates == (try Vectors.text("keys/certificate.pem")))
        #expect(identity.key.reveal().hasPrefix("-----BEGIN PRIVATE KEY-----"))
        #expect(!"\(identity)".contains("PRIVATE KEY"))
    }

    @Test func chainIsKeptAndTheKeyBesideItIsNot() throws {
        let (pem, both) = (try Vectors.text("keys/certificate.pem"), try Vectors.text("keys/certificate-and-key.pem"))
        let connection = try mutual(["client_certificate": .string(both + pem), "private_key": .string(both)])
        #expect(try connection.clientIdentity()?.certificates == pem + pem)
    }

    @Test func jwkIsAKeyToo() async throws {
        let key = try await SigningKey.generate(.ES256)
        let identity = try mutual(["private_key": .string(key.text.reveal())]).clientIdentity()
        let pem = try #require(identity?.key)
        #expect(try await SigningKey.make(pem).thumbprint == key.thumbprint)
    }

    @Test(arguments: [
        ("client_certificate", "-----BEGIN", "it holds no certificate in PEM"),
        ("client_certificate", "{}", "it holds no certificate in PEM"),
        ("client_certificate_key", "-----BEGIN", "the text that should be a private key is neither PEM nor JWK"),
    ])
    func ofNoUse(field: String, text: String, why: String) throws {
        let pem = try Vectors.key("ec-prime256v1-sec1").reveal()
        let connection = try mutual(
            ["private_key": .string(pem)].merging([field: .string(text)]) { $1 })
        do {
            _ = try connection.clientIdentity()
            Issue.record("no error")
        } catch {
            #expect(error.kind == .config)
            #expect(error.message == "the \(field) of 'rfc' is of no use: \(why)")
            #expect(error.advice != nil)
        }
    }

    @Test func shownToNobodyWithoutACertificate() throws {
        #expect(try connection().clientIdentity() == nil)
    }

    /// RFC 8705 §5.
    @Test func endpointsForClientsWithACertificate() async throws {
        let pem = try Vectors.key("ec-prime256v1-sec1").reveal()
        var connection = try mutual([
            "private_key": .string(pem), "revocation_url": "https://server.example.com/revoke",
        ])
        let alias = try #require(URL(string: "https://mtls.example.com/token"))
        connection.endpoints.mtlsAliases = ["token_endpoint": alias]
        let refresh = try await connection.completed(connection.refreshRequest(Redacted("r")), now: moment)
        #expect(refresh.url == alias)
        #expect(refresh.headers[.authorization] == nil)
        #expect(fields(refresh).map(\.name) == ["grant_type", "refresh_token", "client_id"])
        let token = Token(accessToken: Redacted("a"), type: "bearer", obtainedAt: moment)
        let revocation = try await connection.completed(connection.revocationRequests(for: token)[0], now: moment)
        #expect(revocation.url.absoluteString == "https://server.example.com/revoke")
        connection.client.certificate = nil
        connection.client.authentication = .none
        #expect(
            try await connection.completed(connection.refreshRequest(Redacted("r")), now: moment).url
                == connection.tokenEndpoint())
    }
}

import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The certificate that a client shows in TLS, and its key (RFC 8705 §2).
public struct ClientIdentity: Sendable, Hashable {
    /// PEM: the client's own first, its chain behind it.
    public let certificates: String
    /// PEM (PKCS#8).
    public let key: Redacted<String>
}

extension Connection {
    /// What the client shows in TLS at the token endpoint and with API calls, so that its tokens are of use to nobody else
    /// (RFC 8705 §3); nil where it has no certificate for that.
    /// - Throws: an error of kind `config` for a certificate or a key that cannot be read.
    public func clientIdentity() throws(OAuthError) -> ClientIdentity? {
        guard client.showsCertificate, client.certificate != nil else { return nil }
        let certificates = try client.certificateBlocks(self).map(\.text).joined()
        let field = client.certificateKey == nil ? "private_key" : "client_certificate_key"
        guard let text = client.certificateKey ?? client.privateKey else {
            throw .missingField(
                "client_certificate_key", connection: name, advice: "Write client_certificate_key = \"file:PATH\"")
        }
        do {
            let jwk = try PrivateKey.jwk(in: text)
            let key = if let jwk { try PrivateKey(jwk: jwk) } else { try PrivateKey(pem: text) }
            return ClientIdentity(certificates: certificates, key: key.pem)
        } catch {
            throw error.about(field, of: self)
        }
    }
}

extension Client {
    /// A certificate that is there for `private_key` only names that key in assertions. It is shown in TLS where it is the
    /// proof itself, or has a key of its own.
    var showsCertificate: Bool { certificate != nil && (authentication == .tls || certificateKey != nil) }

    /// `x5t#S256` (RFC 7515 §4.1.8) of the certificate that names `private_key`; nil where there is none.
    func signingCertificateThumbprint(_ connection: Connection) throws(OAuthError) -> String? {
        guard certificate != nil, !showsCertificate else { return nil }
        return Base64URL.encode(SHA256.hash(data: try certificateBlocks(connection)[0].der ?? Data()))
    }

    /// Never empty.
    fileprivate func certificateBlocks(_ connection: Connection) throws(OAuthError) -> [PEMBlock] {
        let blocks = PEMBlock.all(in: certificate?.reveal() ?? "").filter {
            ["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"].contains($0.label) && $0.der != nil
        }
        guard !blocks.isEmpty else {
            throw OAuthError(
                .config, "it holds no certificate in PEM",
                advice: "Give the file that begins with -----BEGIN CERTIFICATE-----"
            ).about("client_certificate", of: connection)
        }
        return blocks
    }
}

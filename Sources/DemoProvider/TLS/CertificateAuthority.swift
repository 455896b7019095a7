import Crypto
import NIOSSL
import SwiftASN1
import X509

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// An authority of the provider's own, made at the start: its certificate, the server's, and one for the client
/// `demo-mtls`. All are gone with the provider; nobody else trusts them.
public struct CertificateAuthority: Sendable {
    /// A certificate with its key.
    public struct Identity: Sendable {
        /// PEM.
        public let certificate: String
        /// PKCS#8 in PEM.
        public let privateKey: String
        /// `x5t#S256` (RFC 8705 §3.1).
        public let thumbprint: String
    }

    /// PEM: what a client of the server has to trust.
    public let certificate: String
    public let server: Identity
    public let client: Identity
    /// Of the same authority, and registered for nobody.
    public let stranger: Identity

    /// - Parameter hosts: names that the server's certificate is for, beside those of loopback.
    init(hosts: [String] = []) throws {
        let key = P256.Signing.PrivateKey()
        let name = try DistinguishedName { CommonName("Demo provider authority") }
        let root = try Self.certificate(
            for: key.publicKey, subject: name, issuer: name, signedBy: key,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(KeyUsage(keyCertSign: true))
            })
        func identity(_ commonName: String, _ extensions: Certificate.Extensions) throws -> Identity {
            let own = P256.Signing.PrivateKey()
            let certificate = try Self.certificate(
                for: own.publicKey, subject: try DistinguishedName { CommonName(commonName) }, issuer: name,
                signedBy: key, extensions: extensions)
            let document = try certificate.serializeAsPEM()
            return Identity(
                certificate: document.pemString, privateKey: own.pemRepresentation,
                thumbprint: Thumbprint.of(document.derBytes))
        }
        certificate = try root.serializeAsPEM().pemString
        server = try identity(
            "localhost",
            try Certificate.Extensions {
                SubjectAlternativeNames(
                    hosts.map { .dnsName($0) } + [
                        .dnsName("localhost"), .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
                        .ipAddress(ASN1OctetString(contentBytes: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])),
                    ])
                try ExtendedKeyUsage([.serverAuth])
            })
        let clientUsage = try Certificate.Extensions { try ExtendedKeyUsage([.clientAuth]) }
        client = try identity(Clients.certificate, clientUsage)
        stranger = try identity("somebody-else", clientUsage)
    }

    private static func certificate(
        for key: P256.Signing.PublicKey, subject: DistinguishedName, issuer: DistinguishedName,
        signedBy signer: P256.Signing.PrivateKey, extensions: Certificate.Extensions
    ) throws -> Certificate {
        try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: Certificate.PublicKey(key),
            notValidBefore: Date().addingTimeInterval(-3600), notValidAfter: Date().addingTimeInterval(30 * 86_400),
            issuer: issuer, subject: subject, signatureAlgorithm: .ecdsaWithSHA256, extensions: extensions,
            issuerPrivateKey: Certificate.PrivateKey(signer))
    }

    /// A client may show a certificate and need not; one that is shown has to be of this authority.
    var tlsConfiguration: TLSConfiguration {
        get throws {
            let chain = try NIOSSLCertificate.fromPEMBytes(Array(server.certificate.utf8))
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(server.privateKey.utf8), format: .pem)))
            configuration.certificateVerification = .optionalVerification
            configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8)))
            return configuration
        }
    }
}

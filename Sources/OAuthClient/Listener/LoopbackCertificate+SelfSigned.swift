import Crypto
import OAuthCore
import SwiftASN1
import X509

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension LoopbackCertificate {
    /// How long one that we make is valid: what the strictest browsers allow a certificate that a person trusts.
    static let lifetime = 825 * 86_400.0

    /// The one that was made for this computer, or a new one, which is kept: so a browser has to be told only once.
    /// - Parameter documents: where it is kept; nil for nowhere.
    /// - Throws: what the store throws.
    static func selfSigned(
        documents: (any DocumentStore)?, connection: String, now: Date
    ) async throws -> LoopbackCertificate {
        let key = DocumentKey(.certificate, "loopback")
        if let stored = try await documents?.document(key, now: now),
            let known = try? LoopbackCertificate(stored: stored, connection: connection)
        {
            return known
        }
        let made = try made(connection: connection, now: now)
        let document = made.key.map { Array((made.chain + $0).utf8) }
        try await documents?.save(document, as: key, expiresAt: now.addingTimeInterval(lifetime))
        return made
    }

    /// The certificate's PEM, and behind it the key's.
    private init(stored: Redacted<[UInt8]>, connection: String) throws {
        let bytes = stored.reveal()
        guard let key = bytes.firstRange(of: Array("-----BEGIN PRIVATE KEY-----".utf8)) else { throw Unreadable() }
        try self.init(
            chain: String(decoding: bytes[..<key.lowerBound], as: UTF8.self),
            key: Redacted(String(decoding: bytes[key.lowerBound...], as: UTF8.self)), isSelfSigned: true,
            connection: connection)
    }

    private struct Unreadable: Error {}

    /// ECDSA on P-256, for nothing but the names of this computer's loopback.
    private static func made(connection: String, now: Date) throws -> LoopbackCertificate {
        let key = P256.Signing.PrivateKey()
        do {
            let name = try DistinguishedName {
                CommonName("oauthlua on this computer")
            }
            let loopback4 = ASN1OctetString(contentBytes: [127, 0, 0, 1])
            let loopback6 = ASN1OctetString(contentBytes: ArraySlice([UInt8](repeating: 0, count: 15) + [1]))
            let certificate = try Certificate(
                version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: Certificate.PublicKey(key.publicKey),
                notValidBefore: now.addingTimeInterval(-3600), notValidAfter: now.addingTimeInterval(lifetime),
                issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
                // No key usage: with one that does not sign certificates, OpenSSL would not take it as its own authority,
                // which it is for whoever trusts it.
                extensions: try Certificate.Extensions {
                    Critical(BasicConstraints.notCertificateAuthority)
                    try ExtendedKeyUsage([.serverAuth])
                    SubjectAlternativeNames([.dnsName("localhost"), .ipAddress(loopback4), .ipAddress(loopback6)])
                }, issuerPrivateKey: Certificate.PrivateKey(key))
            return try LoopbackCertificate(
                chain: certificate.serializeAsPEM().pemString + "\n", key: Redacted(key.pemRepresentation),
                isSelfSigned: true, connection: connection)
        } catch let error as OAuthError {
            throw error
        } catch {
            throw OAuthError(
                .config, "no certificate could be made for the callback of '\(connection)'",
                advice: "Give your own: redirect_certificate and redirect_certificate_key", connection: connection)
        }
    }
}

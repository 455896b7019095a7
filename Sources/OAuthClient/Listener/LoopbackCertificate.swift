import Crypto
import NIOSSL
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What the callback listener shows to browsers for https.
public struct LoopbackCertificate: Sendable {
    /// The certificate and its chain, PEM.
    let chain: String
    /// Its key, PEM.
    let key: Redacted<String>
    /// Whether we made it, so that browsers warn about it.
    public let isSelfSigned: Bool
    /// SHA-256 of the certificate, in capitals with colons, as browsers show it.
    public let fingerprint: String
    let context: NIOSSLContext

    /// - Throws: an error of kind `config` for what is no certificate with its key.
    public init(
        chain: String, key: Redacted<String>, isSelfSigned: Bool, connection: String
    ) throws(OAuthError) {
        func unfit(_ field: String, _ reason: String) -> OAuthError {
            OAuthError(
                .config, "the \(field) of connection '\(connection)' \(reason)",
                advice: "Give PEM text, or \"file:PATH\" of a PEM file", connection: connection)
        }
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(Array(chain.utf8)),
            let first = certificates.first, let der = try? first.toDERBytes()
        else { throw unfit("redirect_certificate", "is no certificate that can be read") }
        guard let privateKey = try? NIOSSLPrivateKey(bytes: Array(key.reveal().utf8), format: .pem) else {
            throw unfit("redirect_certificate_key", "is no private key that can be read")
        }
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(privateKey))
        tls.minimumTLSVersion = .tlsv12
        tls.applicationProtocols = ["http/1.1"]
        guard let context = try? NIOSSLContext(configuration: tls) else {
            throw unfit("redirect_certificate_key", "does not belong to its redirect_certificate")
        }
        self.chain = chain
        self.key = key
        self.isSelfSigned = isSelfSigned
        self.context = context
        fingerprint = SHA256.hash(data: der).map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return digits.utf8.count == 1 ? "0\(digits)" : digits
        }.joined(separator: ":")
    }
}

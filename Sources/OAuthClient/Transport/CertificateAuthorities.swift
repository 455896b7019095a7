import NIOSSL
import OAuthCore

/// Whose certificates are believed.
public struct CertificateAuthorities: Sendable, Equatable {
    /// nil: the system's.
    public var file: String?
    /// What named the file, for error messages.
    var source: String

    init(environment: [String: String], caFile: String?) {
        if let caFile {
            file = caFile
            source = "--cacert"
        } else {
            file = environment["SSL_CERT_FILE"].flatMap { $0.isEmpty ? nil : $0 }
            source = "SSL_CERT_FILE"
        }
    }

    /// TLS 1.2 or later (RFC 9325 §3.1.1), certificates always verified.
    /// - Throws: ``OAuthError`` of kind `config` where the file is missing or holds no certificate.
    func tlsConfiguration() throws(OAuthError) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        guard let file else { return configuration }
        let certificates: [NIOSSLCertificate]
        do {
            certificates = try NIOSSLCertificate.fromPEMFile(file)
        } catch {
            throw failure(because: "it cannot be read as PEM certificates", file)
        }
        guard !certificates.isEmpty else { throw failure(because: "it holds no certificate", file) }
        configuration.trustRoots = .certificates(certificates)
        return configuration
    }

    private func failure(because reason: String, _ file: String) -> OAuthError {
        OAuthError(
            .config, "the CA file \(file) of \(source) is of no use: \(reason)",
            advice: "Give a PEM file that begins with -----BEGIN CERTIFICATE-----")
    }
}

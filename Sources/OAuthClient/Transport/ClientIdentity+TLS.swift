import NIOSSL
import OAuthCore

extension ClientIdentity {
    /// Shows this certificate to every server that asks for one.
    /// - Throws: ``OAuthError`` of kind `config` for a certificate that is none, or that another key belongs to.
    func add(to configuration: inout TLSConfiguration) throws(OAuthError) {
        do {
            let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificates.utf8))
            configuration.certificateChain = chain.map { .certificate($0) }
            configuration.privateKey = .privateKey(
                try NIOSSLPrivateKey(bytes: Array(key.reveal().utf8), format: .pem))
        } catch {
            throw OAuthError(
                .config, "the client_certificate or its key cannot be used for TLS",
                advice: "Give PEM as the provider or openssl wrote it")
        }
        // What does not belong together would otherwise be told by the first connection, and in the library's words.
        guard (try? NIOSSLContext(configuration: configuration)) != nil else {
            throw OAuthError(
                .config, "the client_certificate belongs to another key than the one given",
                advice: "Set client_certificate_key to the key that the certificate was made for")
        }
    }
}

import CryptoExtras

extension OAuth1 {
    /// The private key of the RSA methods. Cannot be printed.
    public struct RSAKey: Sendable, CustomStringConvertible, CustomReflectable {
        let key: _RSA.Signing.PrivateKey

        /// Reads PEM (PKCS#1 or PKCS#8) or a JWK. Keys in PEM may have as few as 1024 bits: providers of OAuth 1.0a gave
        /// out, or took, such keys.
        /// - Throws: an error of kind `config` that says what is wrong, and nothing of the key.
        public init(_ text: Redacted<String>, connection: String) throws(OAuthError) {
            if let key = try? _RSA.Signing.PrivateKey(unsafePEMRepresentation: text.reveal()) {
                self.key = key
                return
            }
            do throws(OAuthError) {
                let isJWK = text.reveal().first { !$0.isWhitespace } == "{"
                let read =
                    isJWK ? try PrivateKey(jwk: JSONValue(text.reveal().utf8) ?? .null) : try PrivateKey(pem: text)
                guard case .rsa(let key) = read else {
                    throw OAuthError(
                        .config, "the private_key of connection '\(connection)' is no RSA key",
                        advice: "Give an RSA key, or choose a signature_method that needs none")
                }
                self.key = key
            } catch {
                var error = error
                error.connection = connection
                throw error
            }
        }

        public var description: String { "<redacted>" }
        public var customMirror: Mirror { Mirror(self, children: []) }
    }
}

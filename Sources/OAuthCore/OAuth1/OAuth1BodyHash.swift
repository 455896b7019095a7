import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension OAuth1 {
    /// `oauth_body_hash` (the "OAuth Request Body Hash" extension): what makes a signature cover a body that is no form.
    public struct BodyHash: Sendable {
        private enum State: Sendable {
            case sha1(Insecure.SHA1)
            case sha256(SHA256)
            case sha512(SHA512)
        }

        private var state: State

        /// The hash is the signature method's own; PLAINTEXT, which has none, gets SHA-1.
        public init(for method: SignatureMethod) {
            state =
                switch method {
                case .hmacSHA1, .rsaSHA1, .plaintext: .sha1(Insecure.SHA1())
                case .hmacSHA256, .rsaSHA256: .sha256(SHA256())
                case .hmacSHA512, .rsaSHA512: .sha512(SHA512())
                }
        }

        /// More of the body, which is hashed as it is sent.
        public mutating func update(_ bytes: some DataProtocol) {
            switch state {
            case .sha1(var hash):
                hash.update(data: bytes)
                state = .sha1(hash)
            case .sha256(var hash):
                hash.update(data: bytes)
                state = .sha256(hash)
            case .sha512(var hash):
                hash.update(data: bytes)
                state = .sha512(hash)
            }
        }

        /// The value of `oauth_body_hash`: base64, with padding. That of nothing is the hash of a request without a body.
        public var text: String {
            switch state {
            case .sha1(let hash): Data(hash.finalize()).base64EncodedString()
            case .sha256(let hash): Data(hash.finalize()).base64EncodedString()
            case .sha512(let hash): Data(hash.finalize()).base64EncodedString()
            }
        }
    }
}

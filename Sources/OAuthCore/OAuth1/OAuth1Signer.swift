import CryptoExtras

extension OAuth1 {
    /// Signs requests for one client and one token (RFC 5849 §3). Making one hashes the key; keep it for many requests.
    public struct Signer: Sendable {
        public let method: SignatureMethod
        private let key: SigningKey
        private let realm: String?
        /// `oauth_consumer_key` and the others that are the same in each request.
        private let constants: Parameters

        /// - Parameters:
        ///   - token: temporary or token credentials; nil before there are any, and for two-legged requests.
        ///   - privateKey: for the RSA methods.
        ///   - realm: goes into the header, and is not signed (§3.4.1.3.1).
        ///   - sendsVersion: whether `oauth_version=1.0` is sent, which is optional (§3.1) and which some providers demand.
        /// - Returns: nil where the method needs a private key and there is none.
        public init?(
            _ method: SignatureMethod, clientID: String, clientSecret: Redacted<String>?, token: Credentials? = nil,
            privateKey: RSAKey? = nil, realm: String? = nil, sendsVersion: Bool = true
        ) {
            guard
                let key = SigningKey(
                    method, clientSecret: clientSecret, tokenSecret: token?.secret, privateKey: privateKey?.key)
            else { return nil }
            self.method = method
            self.key = key
            self.realm = realm
            var constants = Parameters()
            constants.append("oauth_consumer_key", clientID)
            constants.append("oauth_signature_method", method.rawValue)
            if let token { constants.append("oauth_token", token.token.reveal()) }
            if sendsVersion { constants.append("oauth_version", "1.0") }
            self.constants = constants
        }

        /// Adds the protocol's parameters and the signature to a request.
        /// - Throws: what the cryptography says of a private key that it cannot use.
        public func sign(_ request: Request, placement: Placement = .header, stamp: Stamp) throws -> SignedRequest {
            var parameters = constants
            parameters.append("oauth_timestamp", String(stamp.timestamp))
            parameters.append("oauth_nonce", stamp.nonce)
            for parameter in request.protocolParameters { parameters.append(parameter) }
            if let hash = request.bodyHash { parameters.append("oauth_body_hash", hash) }
            var url = request.url
            let baseString = url.withUTF8 { bytes in
                BaseString.make(
                    method: request.method, url: bytes, form: request.form, protocolParameters: parameters)
            }
            parameters.append("oauth_signature", try key.signature(of: baseString))
            return SignedRequest(request, parameters, placement: placement, realm: realm)
        }
    }

    /// A request as its signature sees it.
    public struct Request: Sendable {
        public var method: String
        /// Absolute, as it is sent.
        public var url: String
        /// The body, where it is `application/x-www-form-urlencoded`. JSON, multipart and files are not signed.
        public var form: [UInt8]?
        /// `oauth_body_hash`: see ``BodyHash``. Never with a form, which is signed itself.
        public var bodyHash: String?
        /// `oauth_callback` and `oauth_verifier`, where the request has them.
        public var protocolParameters: [Parameter]

        public init(
            method: String, url: String, form: [UInt8]? = nil, bodyHash: String? = nil,
            protocolParameters: [Parameter] = []
        ) {
            self.method = method
            self.url = url
            self.form = form
            self.bodyHash = bodyHash
            self.protocolParameters = protocolParameters
        }
    }
}

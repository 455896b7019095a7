/// A JWS in compact form (RFC 7515 §3.1), taken apart and not yet believed.
public struct JWS: Sendable {
    public let header: [String: JSONValue]
    let payload: [UInt8]
    let signature: [UInt8]
    /// What the signature is made over.
    let signedBytes: [UInt8]

    /// Takes a JWS apart without checking its signature.
    /// - Throws: `.malformed` for all but three parts of base64url without padding, the first a JSON object that holds no
    ///   name twice.
    public init(_ text: some StringProtocol) throws(JWSFailure) {
        let parts = text.split(separator: ".", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .malformed("it does not have three parts") }
        guard let header = Base64URL.decodeStrictly(parts[0]), let payload = Base64URL.decodeStrictly(parts[1]),
            let signature = Base64URL.decodeStrictly(parts[2])
        else { throw .malformed("a part of it is not base64url") }
        guard let object = Self.object(header) else { throw .malformed("its header is not a JSON object") }
        self.header = object
        self.payload = payload
        self.signature = signature
        signedBytes = Array("\(parts[0]).\(parts[1])".utf8)
    }

    /// The claims of a JWT, **which nothing vouches for** before ``KeySet/verify(_:allowing:secret:)`` has.
    /// - Throws: `.malformed` for what is not a JSON object or holds a name twice.
    public func unverifiedClaims() throws(JWSFailure) -> [String: JSONValue] {
        guard let claims = Self.object(payload) else { throw .malformed("its payload is not a JSON object") }
        return claims
    }

    /// Names must be unique (RFC 7515 §4, RFC 7519 §4): of two, readers could choose differently.
    private static func object(_ bytes: [UInt8]) -> [String: JSONValue]? {
        var parser = JSONParser(bytes)
        parser.refusesRepeatedNames = true
        guard case .object(let fields)? = parser.document() else { return nil }
        return fields
    }
}

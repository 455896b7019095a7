import HTTPTypes

/// Why a server did not take a proof (RFC 9449 §5, §7.1), by its error code.
public enum DPoPRefusal: String, Sendable {
    /// The proof has no nonce, or an old one; the response brings the one to use (§8, §9).
    case nonce = "use_dpop_nonce"
    /// The proof itself: where nothing else is wrong, the clock.
    case proof = "invalid_dpop_proof"
}

extension DPoPRefusal {
    /// What the answer of a token endpoint says, whatever its error status.
    public init?(status: Int, body: [UInt8]) {
        guard !(200..<300 ~= status), body.count <= TokenResponse.bodyLimit, let code = JSONValue(body)?["error"]?.text,
            let refusal = DPoPRefusal(rawValue: code)
        else { return nil }
        self = refusal
    }

    /// The nonce that a response brings for the next proof (§8.1); nil for none, or one that no proof can carry.
    public static func nonce(in headers: HTTPFields) -> String? {
        guard let nonce = headers[nonceHeader], !nonce.isEmpty, nonce.utf8.count <= 4096,
            nonce.utf8.allSatisfy({ 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") })
        else { return nil }
        return nonce
    }

    private static let nonceHeader = HTTPField.Name("DPoP-Nonce")!
}

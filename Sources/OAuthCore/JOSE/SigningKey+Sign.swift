extension SigningKey {
    /// A JWS in compact form (RFC 7515 §7.1) whose payload is a JSON object. `alg` and, if the key has one, `kid` are added
    /// to the header and go before what it holds; the members stand in alphabetical order.
    public func sign(header: [String: JSONValue], claims: [String: JSONValue]) throws(OAuthError) -> String {
        var header = header
        header["alg"] = .string(algorithm.rawValue)
        if let keyID { header["kid"] = .string(keyID) }
        let input = [header, claims].map { Base64URL.encode(JSONValue.object($0).encoded().utf8) }.joined(
            separator: ".")
        return input + "." + Base64URL.encode(try signature(over: Array(input.utf8)))
    }
}

/// Rich authorization requests (RFC 9396): what is asked for, in more detail than scopes can say.
extension Connection {
    /// RFC 9396 §2. One object in place of a list is put into one.
    var authorizationDetailsParameters: [Parameter] {
        guard let details = signIn.authorizationDetails else { return [] }
        let list: JSONValue = if case .array = details { details } else { .array([details]) }
        return [Parameter("authorization_details", list.encoded())]
    }
}

extension Connection {
    /// What the provider granted of them (RFC 9396 §7), to be kept with the token as JSON text.
    public func grantedDetails(in body: [UInt8]) -> [String: String] {
        guard signIn.authorizationDetails != nil, let granted = JSONValue(body)?["authorization_details"] else {
            return [:]
        }
        let text = granted.encoded()
        return text.utf8.count <= 16_384 ? ["authorization_details": text] : [:]
    }
}

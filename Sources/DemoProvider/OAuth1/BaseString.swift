import OAuthCore

/// The signature base string (RFC 5849 §3.4.1), made from what arrived and by no code that a client uses.
enum BaseString {
    /// - Parameters:
    ///   - url: As it was addressed, without the query.
    ///   - parameters: Of the query, the header and a form body, decoded; `oauth_signature` and `realm` are left out.
    static func text(method: String, url: String, parameters: [Parameter]) -> String {
        let pairs = parameters.filter { $0.name != "oauth_signature" && $0.name != "realm" }
            .map { (name: Form.encode($0.name), value: Form.encode($0.value)) }
            .sorted { $0.name == $1.name ? less($0.value, $1.value) : less($0.name, $1.name) }
        let text = pairs.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        return [method.uppercased(), address(url), text].map(Form.encode).joined(separator: "&")
    }

    /// By bytes (§3.4.1.3.2); what is compared is ASCII.
    private static func less(_ one: String, _ other: String) -> Bool {
        one.utf8.lexicographicallyPrecedes(other.utf8)
    }

    /// §3.4.1.2: scheme and host in lower case, the scheme's own port left out.
    private static func address(_ url: String) -> String {
        guard let separator = url.firstRange(of: "://") else { return url }
        let scheme = url[..<separator.lowerBound].lowercased()
        let rest = url[separator.upperBound...]
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        var authority = rest[..<slash].lowercased()
        let ownPort = scheme == "https" ? ":443" : ":80"
        if authority.hasSuffix(ownPort) { authority.removeLast(ownPort.count) }
        return "\(scheme)://\(authority)\(slash == rest.endIndex ? "/" : rest[slash...])"
    }
}

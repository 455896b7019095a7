#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Authorization requests that came by the back way (RFC 9126): each is good once, for a minute, for its client.
struct PushedRequests: Sendable {
    static let prefix = "urn:ietf:params:oauth:request_uri:"
    static let lifetime = 60

    private var forms: [String: (form: Form, expiresAt: Date)] = [:]

    /// - Returns: Its `request_uri`.
    mutating func keep(_ form: Form, now: Date) -> String {
        forms = forms.filter { $0.value.expiresAt > now }
        let uri = Self.prefix + RandomToken.make("")
        forms[uri] = (form, now.addingTimeInterval(Double(Self.lifetime)))
        return uri
    }

    mutating func take(_ uri: String, clientID: String?, now: Date) -> Form? {
        guard let entry = forms[uri], entry.form["client_id"] == clientID else { return nil }
        forms[uri] = nil
        return entry.expiresAt > now ? entry.form : nil
    }
}

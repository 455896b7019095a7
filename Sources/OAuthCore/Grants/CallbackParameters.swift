/// What came back from the authorization endpoint (RFC 6749 §4.1.2), not yet trusted.
public struct CallbackParameters: Sendable {
    /// Decoded, in order.
    public var parameters: [Parameter]

    public init(_ parameters: [Parameter]) { self.parameters = parameters }

    /// Reads the URL that a person copied from the browser's address bar, or its query; nil where `text` has no
    /// parameters: then it may be a bare code.
    public init?(pasted text: String) {
        let query: Substring
        if let mark = text.firstIndex(of: "?") {
            query = text[text.index(after: mark)...].prefix { $0 != "#" }
        } else if text.hasPrefix("code=") || text.hasPrefix("state=") || text.hasPrefix("error=")
            || text.contains("&state=") || text.contains("&code=")
        {
            query = text.prefix { $0 != "#" }
        } else if text.contains("://") {
            query = ""
        } else {
            return nil
        }
        parameters = FormEncoding.decode(query)
    }

    /// The value of a parameter that came exactly once and is not empty.
    public subscript(_ name: String) -> String? {
        let values = parameters.filter { $0.name == name }
        return values.count == 1 && !values[0].value.isEmpty ? values[0].value : nil
    }

    func isRepeated(_ name: String) -> Bool { parameters.count { $0.name == name } > 1 }
}

/// What a callback means for a sign-in.
public enum CallbackOutcome: Sendable, Equatable {
    /// Not an answer to this sign-in; the reason is for people. Go on listening.
    case ignore(String)
    /// The provider's answer is no.
    case failure(OAuthError)
    case code(Redacted<String>)
}

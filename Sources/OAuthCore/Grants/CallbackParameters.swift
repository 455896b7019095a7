/// What came back from the authorization endpoint (RFC 6749 §4.1.2), not yet trusted.
public struct CallbackParameters: Sendable {
    /// Decoded, in order.
    public var parameters: [Parameter]

    /// Whether they are the claims of an answer that the provider has signed.
    let isSigned: Bool

    public init(_ parameters: [Parameter]) { self.init(parameters, isSigned: false) }

    init(_ parameters: [Parameter], isSigned: Bool) {
        self.parameters = parameters
        self.isSigned = isSigned
    }

    /// Reads the URL that a person copied from the browser's address bar, or its query; nil where `text` has no
    /// parameters: then it may be a bare code. What stands behind the `#` counts where the query says nothing
    /// (`response_mode=fragment`).
    public init?(pasted text: String) {
        let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let query: Substring
        if let mark = parts.first?.firstIndex(of: "?") {
            query = parts[0][parts[0].index(after: mark)...]
        } else if Self.beginnings.contains(where: { text.hasPrefix($0) || text.contains("&\($0)") }) {
            query = parts[0]
        } else if text.contains("://") {
            query = ""
        } else {
            return nil
        }
        let inQuery = FormEncoding.decode(query)
        let inFragment = parts.count > 1 ? FormEncoding.decode(parts[1]) : []
        self.init(inQuery.contains { Self.names.contains($0.name) } || inFragment.isEmpty ? inQuery : inFragment)
    }

    private static let names: Set = [
        "code", "state", "error", "access_token", "id_token", "response", "oauth_token", "oauth_verifier",
    ]
    private static let beginnings = names.sorted().map { "\($0)=" }

    /// With the provider's names replaced by the standard's; what it calls by one of those means something else.
    func renamed(_ names: [String: String]) -> CallbackParameters {
        guard !names.isEmpty else { return self }
        var renamed: [Parameter] = []
        for parameter in parameters {
            if let standard = names.first(where: { $0.value == parameter.name })?.key {
                renamed.append(Parameter(standard, parameter.value))
            } else if names[parameter.name] == nil || !parameters.contains(where: { $0.name == names[parameter.name] })
            {
                renamed.append(parameter)
            }
        }
        return CallbackParameters(renamed, isSigned: isSigned)
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
    /// Tokens, where the definition allows them: for ``Connection/token(fromBrowser:now:)``.
    case tokens(Redacted<[Parameter]>)
}

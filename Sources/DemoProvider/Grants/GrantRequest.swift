#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A token request whose client is known: what every grant decides about.
struct GrantRequest: Sendable {
    var request: TokenRequest
    var client: Client
    /// Of the key its DPoP proof was signed with.
    var proofKey: String?

    var form: Form { request.form }
    var now: Date { request.now }

    func required(_ name: String) throws(TokenError) -> String {
        guard let value = form[name] else { throw TokenError("invalid_request", "\(name) is missing") }
        return value
    }

    /// The scope that is asked for, or the calendar's.
    func scope() throws(TokenError) -> [String] {
        let scope = form["scope"]?.split(separator: " ").map(String.init) ?? [Scope.calendar]
        if let unknown = scope.first(where: { !Scope.known.contains($0) }) {
            throw TokenError("invalid_scope", "There is no scope \(Scope.printable(unknown))")
        }
        return scope
    }

    /// RFC 8707 §2: absolute URIs without a fragment, of those in `granted`; all of them where none is named.
    func resources(among granted: [String]? = nil) throws(TokenError) -> [String] {
        let asked = form.parameters.filter { $0.name == "resource" }.map(\.value)
        for resource in asked {
            guard Resource.isValid(resource), granted.map({ $0.isEmpty || $0.contains(resource) }) ?? true else {
                throw TokenError("invalid_target", "The resource \(Scope.printable(resource)) is not one to ask for")
            }
        }
        return asked.isEmpty ? granted ?? [] : asked
    }
}

enum Resource {
    /// RFC 8707 §2.
    static func isValid(_ text: String) -> Bool {
        guard let parts = URLComponents(string: text) else { return false }
        return parts.scheme != nil && parts.fragment == nil
    }
}

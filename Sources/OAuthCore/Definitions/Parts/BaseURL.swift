#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What relative request URLs are resolved against: a URL, or one with `{name}` for values that are kept with the token.
///
/// `{instance_url}/services` begins with a value that is a URL itself; `https://{region}.example/{account}` has words for
/// a part of the host name and of the path.
public struct BaseURL: Sendable, Equatable {
    public var template: String

    public init(_ template: String) { self.template = template }

    /// The names in braces, in order.
    public var names: [String] { Placeholders.names(in: template) }

    /// Those that say which host it is.
    public var hostNames: [String] { Placeholders.names(in: String(place)) }

    /// The URL itself where nothing has to be filled in.
    public var url: URL? { names.isEmpty ? URL(string: template) : nil }

    /// Where it leads; nil where that depends on the values.
    public var origin: Origin? { hostNames.isEmpty ? URL(string: probe).flatMap(Origin.init) : nil }

    /// What stands before the path: scheme, host and port, or the name of a URL.
    private var place: Substring {
        if template.hasPrefix("{") { return template.prefix { $0 != "/" && $0 != "?" } }
        guard let start = template.firstRange(of: "://") else { return "" }
        return template[..<start.upperBound]
            + template[start.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    }

    /// A URL of the same form.
    var probe: String {
        let path = Placeholders.replacing(in: String(template.dropFirst(place.count))) { _ in "x" }
        return template.hasPrefix("{")
            ? "https://x\(path)" : Placeholders.replacing(in: String(place)) { _ in "x" } + path
    }
}

extension BaseURL {
    /// Whether every value will be there: kept, or given by a hook.
    func checkNames(_ reader: DefinitionReader) throws(DefinitionProblem) {
        let kept = reader.paths("keep")
        guard !reader.has("hooks"), let unknown = names.first(where: { kept[$0] == nil }) else { return }
        let shown = VisibleText.of(unknown, limit: 60)
        throw DefinitionProblem(
            "needs '\(shown)', which is not kept with the token",
            advice: "Write keep = { \"\(shown)\" }, or the value itself")
    }

    /// The URL with every name replaced: as it is where it is a whole URL, as a part of a host name, or percent-encoded.
    /// - Throws: kind `authorizationRequired` for a value that is not there, `oauth` for one that makes no URL that may
    ///   have the token.
    public func filled(with kept: [String: String], for connection: Connection) throws(OAuthError) -> URL {
        for name in names where kept[name] == nil { throw .nothingKept(name, connection: connection) }
        let path = Placeholders.replacing(in: String(template.dropFirst(place.count))) { name in
            kept[name].map { FormEncoding.encode($0) }
        }
        let start: String
        if template.hasPrefix("{") {
            let value = Placeholders(kept).filled(String(place))
            start = value.hasSuffix("/") && path.hasPrefix("/") ? String(value.dropLast()) : value
        } else {
            for name in hostNames where !Origin.isHostName(kept[name] ?? "") {
                throw .unusableKept(name, connection: connection, because: "is no part of a host name")
            }
            start = Placeholders(kept).filled(String(place))
        }
        do {
            return try URLPolicy(allowsPlainHTTP: connection.allowsPlainHTTP).url(start + path)
        } catch {
            throw .unusableKept(names.first ?? "", connection: connection, because: error.why)
        }
    }
}

extension OAuthError {
    /// A value that a URL needs did not come with the login.
    public static func nothingKept(_ name: String, connection: Connection) -> OAuthError {
        let isDeclared = connection.response.kept[name] != nil
        return OAuthError(
            .authorizationRequired,
            "the login of '\(connection.name)' has no value '\(VisibleText.of(name, limit: 60))' for its URLs",
            advice: "Sign in again; if it is still missing, "
                + (isDeclared
                    ? "compare keep with what the provider answers, and name the hosts if the callback brings it"
                    : "let a hook keep it"),
            connection: connection.name)
    }

    static func unusableKept(_ name: String, connection: Connection, because why: String) -> OAuthError {
        OAuthError(
            .oauth, "the value '\(VisibleText.of(name, limit: 60))' of the login of '\(connection.name)' \(why)",
            advice: "Correct the definition: \"https://{name}\" takes a host name, \"{name}\" a whole URL",
            connection: connection.name)
    }
}

import HTTPTypes
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a request needs of the values that are kept with a token: for `{name}` in `base_url`, in its own URL and in the
/// definition's headers.
struct KeptValues {
    let connection: Connection
    private let kept: [String: String]

    /// - Parameter token: nil where nothing has to be filled in.
    init(_ connection: Connection, token: Token?) {
        self.connection = connection
        kept = token?.kept ?? [:]
    }

    /// Whether a request can be made only when the token is there: the values come with it.
    static func areNeeded(by request: APIRequest, of connection: Connection) -> Bool {
        if let base = connection.baseURL, !base.names.isEmpty { return true }
        // A hook may keep values of any name.
        let isKnown: (String) -> Bool = { connection.has(.afterLogin) || connection.response.kept[$0] != nil }
        let texts = [request.url] + connection.parameters.headers.values.values.joined()
        return texts.contains { Placeholders.names(in: $0).contains(where: isKnown) }
    }

    /// What a relative URL stands under. For another one it is filled in only where that is possible: while the
    /// `after_login` hook asks what to keep, it is not there yet.
    func baseURL(of url: String) throws(OAuthError) -> URL? {
        guard let base = connection.baseURL else { return nil }
        if base.names.isEmpty { return base.url }
        do { return try base.filled(with: kept, for: connection) } catch {
            if url.contains("://") || url.hasPrefix("{") { return nil }
            throw error
        }
    }

    /// A request's own URL with its names filled in; those that are not kept stay as they are.
    func filled(_ url: String) throws(OAuthError) -> String {
        let names = Placeholders.names(in: url)
        guard !names.isEmpty else { return url }
        for name in names where kept[name] == nil && connection.response.kept[name] != nil {
            throw .nothingKept(name, connection: connection)
        }
        // `{instance_url}/path`: the value is a URL itself.
        if url.hasPrefix("{"), let name = names.first, kept[name] != nil, url.hasPrefix("{\(name)}") {
            return try BaseURL(url).filled(with: kept, for: connection).absoluteString
        }
        // What is encoded here must not be encoded a second time with the rest.
        return QueryString.encodingInvalid(Placeholders(kept.mapValues(QueryString.encoded)).filled(url))
    }

    /// The definition's headers where the request has none of that name: over the defaults, `false` takes one away.
    /// - Throws: ``OAuthError`` of kind `config` for a value that no header can carry.
    func headers(over defaults: HTTPFields, under own: HTTPFields) throws(OAuthError) -> (
        fields: HTTPFields, withheld: Set<HTTPField.Name>
    ) {
        var fields = defaults
        var withheld: Set<HTTPField.Name> = []
        var placeholders = Placeholders(kept)
        placeholders.set("client_id", connection.client.id)
        for name in connection.parameters.headers.values.values.joined().flatMap(Placeholders.names)
        where kept[name] == nil && connection.response.kept[name] != nil {
            throw .nothingKept(name, connection: connection)
        }
        for (text, values) in connection.parameters.headers.given(filling: placeholders).sorted(by: { $0.key < $1.key })
        {
            guard let name = HTTPField.Name(text), own[values: name].isEmpty, !awaitsHook(text) else { continue }
            fields[name] = nil
            if values.isEmpty { withheld.insert(name) }
            for field in try HTTPFields(checking: values.map { Parameter(text, $0) }) { fields.append(field) }
        }
        return (fields, withheld)
    }

    /// Whether a header holds a value that the `after_login` hook is to bring: until then it is not sent.
    private func awaitsHook(_ header: String) -> Bool {
        guard connection.has(.afterLogin) else { return false }
        let names = (connection.parameters.headers.values[header] ?? []).flatMap(Placeholders.names)
        return names.contains { kept[$0] == nil && $0 != "client_id" }
    }

    /// The headers of the definition that are secrets.
    var secretHeaders: Set<HTTPField.Name> {
        Set(connection.parameters.headers.secrets.keys.compactMap { HTTPField.Name($0) })
    }
}

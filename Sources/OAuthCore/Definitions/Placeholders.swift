/// What `{name}` stands for in the parameters and headers of a definition, and in URLs.
///
/// Only names that are known are filled in: everything else in braces stays as it is, JSON among it.
public struct Placeholders: Sendable {
    private var values: [String: Redacted<String>] = [:]

    public init() {}

    /// Visible values, such as those that are kept with a token.
    public init(_ values: [String: String]) { self.values = values.mapValues { Redacted($0) } }

    /// Of a token request: its own parameters under the standards' names, the client, the token that is renewed or ended,
    /// and what is kept with it.
    init(_ parameters: [Parameter], client: Client, token: Token?, kept: [String: String]) {
        self.init(kept)
        values["client_id"] = Redacted(client.id)
        values["client_secret"] = client.secret
        if let token {
            if !token.accessToken.reveal().isEmpty { values["access_token"] = token.accessToken }
            values["refresh_token"] = token.refreshToken
        }
        for parameter in parameters { values[parameter.name] = Redacted(parameter.value) }
    }

    /// Of an authorization URL: its own parameters.
    static func visible(_ parameters: [Parameter]) -> Placeholders {
        Placeholders(Dictionary(parameters.map { ($0.name, $0.value) }) { first, _ in first })
    }

    public mutating func set(_ name: String, _ value: String) { values[name] = Redacted(value) }

    /// `text` with every known `{name}` replaced by its value.
    public func filled(_ text: String) -> String {
        guard !values.isEmpty else { return text }
        return Self.replacing(in: text) { values[$0]?.reveal() }
    }

    /// The names in braces, in order.
    public static func names(in text: String) -> [String] {
        var names: [String] = []
        _ = replacing(in: text) { name in
            names.append(name)
            return nil
        }
        return names
    }

    /// Every `{name}` goes through `value`; where that is nil it stays.
    static func replacing(in text: String, _ value: (String) -> String?) -> String {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            let inner = rest[rest.index(after: open)...]
            let name = inner.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "_-.".contains($0)) }
            if !name.isEmpty, name.endIndex < inner.endIndex, inner[name.endIndex] == "}",
                let value = value(String(name))
            {
                result += value
                rest = inner[inner.index(after: name.endIndex)...]
            } else {
                result.append("{")
                rest = inner
            }
        }
        return result + rest
    }
}

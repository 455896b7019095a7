import HTTPTypes

/// Where a request carries the access token (RFC 6750 §2, and what providers made of it).
public enum TokenPlacement: Sendable, Equatable {
    /// A header: the scheme, a space and the token; the token alone where `scheme` is nil.
    case header(name: String, scheme: String?)
    case query(name: String)
    case cookie(name: String)

    /// The header line that other tools send the token with; nil where it goes into the URL.
    public func headerLine(_ token: Redacted<String>) -> Redacted<String>? {
        switch self {
        case .header(let name, let scheme):
            token.map { "\(name): \(scheme.map { "\($0) " } ?? "")\($0)" }
        case .cookie(let name): token.map { "Cookie: \(name)=\($0)" }
        case .query: nil
        }
    }

    /// RFC 6750 §2.1.
    public static let bearer = TokenPlacement.header(name: "Authorization", scheme: "Bearer")
}

extension ConnectionSchema {
    static let requestFields: [DefinitionField] = [
        .init(
            "base_url", .template, .requests,
            "what relative request URLs are resolved against; {name} stands for a value kept with the token"),
        .init("hosts", .textOrList, .requests, "the only hosts the token is sent to; default: the origin of base_url"),
        .init(
            "token_placement", .placement, .requests,
            "where requests carry the token: { header = \"X-Token\" }, { header = \"Authorization\", scheme = \"OAuth\" }, { query = \"access_token\" }, { cookie = \"sid\" }"
        ),
        .init("dpop", .boolean, .tokens, "bind tokens to a key of ours (RFC 9449); default false"),
        .init(
            "refresh_margin", .seconds(limit: 366 * 86_400), .tokens,
            "how long before its end a token is refreshed, at most half of its life; default 60 seconds, or 30 days with refresh_with"
        ),
        .init("allow_http", .boolean, .requests, "allows plain http beyond loopback; default false"),
        .init("hooks", .hooks, .requests, "functions that change what is sent and read"),
    ]
}

extension TokenPlacement {
    /// What a definition's table says; nil for anything else, and for names that no header or cookie can have.
    init?(_ table: [String: DefinitionValue]) {
        func text(_ name: String) -> String? {
            if case .string(let text)? = table[name], !text.isEmpty { text } else { nil }
        }
        switch Set(table.keys) {
        case ["header"], ["header", "scheme"]:
            guard let name = text("header"), HTTPField.Name(name) != nil,
                table["scheme"] == nil || text("scheme") != nil,
                HTTPField.isValidValue(text("scheme") ?? "")
            else { return nil }
            self = .header(name: name, scheme: text("scheme"))
        case ["query"]:
            guard let name = text("query") else { return nil }
            self = .query(name: name)
        case ["cookie"]:
            // RFC 6265 §4.1.1: a cookie's name is a token, as a header's is.
            guard let name = text("cookie"), HTTPField.Name(name) != nil else { return nil }
            self = .cookie(name: name)
        default: return nil
        }
    }
}

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Reads fields whose forms have been checked against ``ConnectionSchema``.
struct DefinitionReader {
    let connection: String
    let fields: [String: DefinitionValue]

    func has(_ field: String) -> Bool { fields[field] != nil }

    var allowsPlainHTTP: Bool { flag("allow_http", default: false) }

    func text(_ field: String) -> String? {
        if case .string(let text) = fields[field] { text } else { nil }
    }

    func flag(_ field: String, default standard: Bool) -> Bool {
        if case .boolean(let flag) = fields[field] { flag } else { standard }
    }

    func optionalFlag(_ field: String) -> Bool? {
        if case .boolean(let flag) = fields[field] { flag } else { nil }
    }

    func choice<Choice: RawRepresentable>(_ field: String) -> Choice? where Choice.RawValue == String {
        text(field).flatMap(Choice.init(rawValue:))
    }

    func duration(_ field: String) -> Duration? {
        switch fields[field] {
        case .integer(let seconds): .seconds(seconds)
        case .number(let seconds): .seconds(seconds)
        default: nil
        }
    }

    /// A string split at white space, or a list; nil where the field is absent.
    func words(_ field: String) -> [String]? {
        switch fields[field] {
        case .string(let text): text.split(whereSeparator: \.isWhitespace).map(String.init)
        case .list(let items):
            items.compactMap { if case .string(let text) = $0, !text.isEmpty { text } else { nil } }
        case .table: []
        default: nil
        }
    }

    /// A string as it is, or a list; nil where the field is absent.
    func texts(_ field: String) -> [String]? {
        if case .string(let text) = fields[field] { [text] } else { words(field) }
    }

    func overrides(_ field: String) -> ParameterOverrides {
        if case .table(let table) = fields[field] { ParameterOverrides(table) } else { ParameterOverrides() }
    }

    /// Name → name.
    func names(_ field: String) -> [String: String] {
        guard case .table(let table) = fields[field] else { return [:] }
        return table.compactMapValues { if case .string(let text) = $0 { text } else { nil } }
    }

    /// A table of name → dotted path; in a list, the last part of each path is its name.
    func paths(_ field: String) -> [String: String] {
        guard case .list = fields[field] else { return names(field) }
        return Dictionary(
            (words(field) ?? []).map { path in (path.split(separator: ".").last.map(String.init) ?? path, path) }
        ) {
            _, last in last
        }
    }

    func json(_ field: String) -> JSONValue? { fields[field].map(JSONValue.init) }

    func jsonObject(_ field: String) -> [String: JSONValue] {
        if case .object(let object)? = json(field) { object } else { [:] }
    }

    func secretText(_ field: String) -> SecretText? {
        switch fields[field] {
        case .string(let text) where text.hasPrefix("file:"): .file(String(text.dropFirst("file:".count)))
        case .string(let text) where isPath(text, in: field): .file(text)
        case .string(let text): .literal(Redacted(text))
        case .secret(let name): .named(name)
        default: nil
        }
    }

    /// What is neither PEM nor JSON, in a field that takes them.
    private func isPath(_ text: String, in field: String) -> Bool {
        guard ConnectionSchema.byName[field]?.form == .keyText else { return false }
        let start = text.drop { $0.isWhitespace }
        return !start.hasPrefix("-----BEGIN") && !start.hasPrefix("{")
    }

    func url(_ field: String) throws(OAuthError) -> URL? {
        guard let text = text(field) else { return nil }
        do {
            return try URLPolicy(allowsPlainHTTP: allowsPlainHTTP).url(text)
        } catch {
            throw error.error(field: field, connection: connection)
        }
    }
}

/// A field that may hold a secret: written down, or to be looked up when the connection is used.
enum SecretText: Sendable {
    case literal(Redacted<String>)
    case named(String)
    case file(String)

    var isFile: Bool { if case .file = self { true } else { false } }
}

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Reads fields whose forms have been checked against ``ConnectionSchema``.
struct DefinitionReader {
    let connection: String
    let fields: [String: DefinitionValue]

    func text(_ field: String) -> String? {
        if case .string(let text) = fields[field] { text } else { nil }
    }

    func flag(_ field: String, default standard: Bool) -> Bool {
        if case .boolean(let flag) = fields[field] { flag } else { standard }
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

    func overrides(_ field: String) -> ParameterOverrides {
        if case .table(let table) = fields[field] { ParameterOverrides(table) } else { ParameterOverrides() }
    }

    func secretText(_ field: String) -> SecretText? {
        switch fields[field] {
        case .string(let text): .literal(Redacted(text))
        case .secret(let name): .named(name)
        default: nil
        }
    }

    func url(_ field: String, allowsPlainHTTP: Bool) throws(OAuthError) -> URL? {
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
}

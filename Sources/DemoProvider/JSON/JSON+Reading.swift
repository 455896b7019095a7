#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension JSON: Decodable {
    /// Nil for bytes that are no JSON.
    static func read(_ data: Data) -> JSON? { try? JSONDecoder().decode(JSON.self, from: data) }

    private struct Name: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        if let container = try? decoder.container(keyedBy: Name.self) {
            let names = container.allKeys.sorted { $0.stringValue < $1.stringValue }
            self = .object(
                try names.map { Member(name: $0.stringValue, value: try container.decode(JSON.self, forKey: $0)) })
        } else if var container = try? decoder.unkeyedContainer() {
            var values: [JSON] = []
            while !container.isAtEnd { values.append(try container.decode(JSON.self)) }
            self = .list(values)
        } else {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let value = try? container.decode(Bool.self) {
                self = .boolean(value)
            } else if let value = try? container.decode(Int.self) {
                self = .integer(value)
            } else if let value = try? container.decode(Double.self) {
                self = .real(value)
            } else {
                self = .string(try container.decode(String.self))
            }
        }
    }
}

extension JSON {
    /// The member of that name; nil where there is none and for what is no object.
    subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    var text: String? { if case .string(let value) = self { value } else { nil } }
    var members: [Member]? { if case .object(let members) = self { members } else { nil } }
    var elements: [JSON]? { if case .list(let values) = self { values } else { nil } }

    /// Whole seconds of a NumericDate (RFC 7519 §2), which may have a fraction.
    var seconds: Int? {
        switch self {
        case .integer(let value): value
        case .real(let value) where abs(value) < 1e15: Int(value)
        default: nil
        }
    }

    /// A string, or a list of strings, as `aud` is (RFC 7519 §4.1.3).
    var texts: [String] { text.map { [$0] } ?? (elements ?? []).compactMap(\.text) }

    /// The same object with a member replaced, added, or, for nil, taken away.
    func with(_ name: String, _ value: JSON?) -> JSON {
        var members = (self.members ?? []).filter { $0.name != name }
        if let value { members.append(Member(name: name, value: value)) }
        return .object(members)
    }
}

/// The fields of a token response under the standards' names, from wherever the definition says they stand.
struct TokenFields {
    /// The whole answer.
    let answer: [String: JSONValue]
    /// What the standards name, and everything beside it.
    private(set) var fields: [String: JSONValue]

    init(_ answer: [String: JSONValue], settings: ResponseSettings) {
        self.answer = answer
        let candidates = settings.tokenPaths.compactMap { path -> [String: JSONValue]? in
            if case .object(let fields)? = JSONValue.object(answer).value(at: path) { fields } else { nil }
        }
        fields = Self.renamed(answer, settings.names)
        for candidate in candidates {
            let renamed = Self.renamed(candidate, settings.names)
            if renamed["access_token"]?.text?.isEmpty == false {
                fields = renamed
                break
            }
        }
    }

    private static func renamed(_ fields: [String: JSONValue], _ names: [String: String]) -> [String: JSONValue] {
        var renamed = fields
        for (name, path) in names {
            if let value = JSONValue.object(fields).value(at: path) { renamed[name] = value }
        }
        return renamed
    }

    subscript(name: String) -> JSONValue? { fields[name] }

    /// A string that says something.
    func text(_ name: String) -> String? {
        self[name]?.text.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// What a definition keeps: beside the token, or else anywhere in the answer.
    func kept(_ settings: ResponseSettings) -> [String: String] {
        let secrets = ["access_token", "refresh_token", "id_token"].compactMap(text)
        return settings.kept.compactMapValues { path in
            let value = JSONValue.object(fields).value(at: path) ?? JSONValue.object(answer).value(at: path)
            return value?.scalarText.flatMap { KeptValue.checked($0, besides: secrets) }
        }
    }
}

/// A value that is kept with a token.
enum KeptValue {
    /// In UTF-8 bytes.
    static let limit = 2048

    /// nil for what nobody would keep on purpose: nothing, control characters, a token, a whole document.
    static func checked(_ text: String, besides secrets: [String]) -> String? {
        guard !text.isEmpty, text.utf8.count <= limit, !secrets.contains(text),
            text.unicodeScalars.allSatisfy({ !VisibleText.isHidden($0) })
        else { return nil }
        return text
    }
}

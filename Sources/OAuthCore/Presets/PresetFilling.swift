/// Puts values in the place of a preset's variables.
struct PresetFilling {
    /// By the variables' names.
    var values: [String: String]
    /// Names of secrets, by the variables' names.
    var secrets: [String: String]

    func filled(_ name: String, _ value: DefinitionValue) throws(DefinitionProblem) -> DefinitionValue {
        guard !values.isEmpty || !secrets.isEmpty else { return value }
        return try filled(value, Place(field: name))
    }

    /// What a text is, and so what its variables may be.
    enum Place {
        case url, host, plain

        init(field: String) {
            switch (field, ConnectionSchema.byName[field]?.form) {
            case ("token_origin", _), (_, .url), (_, .template), ("example_url", _), ("profile_url", _): self = .url
            case ("hosts", _): self = .host
            default: self = .plain
            }
        }
    }

    private func filled(_ value: DefinitionValue, _ place: Place) throws(DefinitionProblem) -> DefinitionValue {
        switch value {
        case .string(let text): return try filled(text, place)
        case .list(let items):
            var result: [DefinitionValue] = []
            for item in items { result.append(try filled(item, place)) }
            return .list(result)
        case .table(let fields):
            var result: [String: DefinitionValue] = [:]
            for (name, item) in fields { result[name] = try filled(item, place) }
            return .table(result)
        default: return value
        }
    }

    private func filled(_ text: String, _ place: Place) throws(DefinitionProblem) -> DefinitionValue {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return .string(text) }
        if let name = Placeholders.names(in: text).first(where: { secrets[$0] != nil }), let secret = secrets[name] {
            guard text == "{\(name)}", case .plain = place else {
                throw DefinitionProblem("has the secret '\(name)' within '\(text)'", advice: "A secret stands alone")
            }
            return .secret(secret)
        }
        switch place {
        case .plain: return .string(replacing(text[...]) { $0 })
        case .host:
            try checkHostNames(text, isWhole: text.hasSuffix("}"))
            return .string(replacing(text[...]) { $0 })
        case .url:
            let authority = Self.authority(of: text)
            // `{instance_url}/path`: the value is a URL itself.
            if !text.hasPrefix("{") { try checkHostNames(String(authority), isWhole: authority.hasSuffix("}")) }
            return .string(
                replacing(authority) { $0 } + replacing(text[authority.endIndex...]) { FormEncoding.encode($0) })
        }
    }

    private func replacing(_ text: Substring, _ written: (String) -> String) -> String {
        Placeholders.replacing(in: String(text)) { values[$0].map(written) }
    }

    /// Scheme, host and port, or the name of a whole URL.
    private static func authority(of text: String) -> Substring {
        let start = text.firstRange(of: "://")?.upperBound ?? text.startIndex
        let end = text[start...].firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? text.endIndex
        return text[..<end]
    }

    /// - Parameter isWhole: whether a port may follow.
    private func checkHostNames(_ text: String, isWhole: Bool) throws(DefinitionProblem) {
        for name in Placeholders.names(in: text) {
            guard let value = values[name] else { continue }
            var host = value[...]
            if isWhole, let colon = host.lastIndex(of: ":"), let port = Int(host[host.index(after: colon)...]),
                1...65_535 ~= port
            {
                host = host[..<colon]
            }
            if Origin.isHostName(host) { continue }
            throw DefinitionProblem(
                "needs a host name, and \(name) is '\(VisibleText.of(value, limit: 100))'",
                advice: value.contains("/") ? "Write the host alone, without https:// and what follows it" : nil)
        }
    }
}

import HTTPTypes

extension DefinitionField {
    /// Whether a value has the form of this field. What is in a URL or a host is checked where it is read.
    func check(_ value: DefinitionValue) throws(DefinitionProblem) {
        switch (form, value) {
        case (.text, .string), (.url, .string), (.template, .string), (.boolean, .boolean), (.secretText, .string),
            (.secretText, .secret), (.keyText, .string), (.keyText, .secret), (.textOrList, .string), (.json, .table),
            (.json, .list):
            return
        case (.grant, .string(let text)):
            if Grant(text) == nil { throw unknownChoice(text, of: Grant.named.map(\.name)) }
        case (.choice(let choices), .string(let text)):
            if !choices.contains(text) { throw unknownChoice(text, of: choices) }
        case (.seconds(let limit), .integer(let seconds)):
            try checkSeconds(Double(seconds), limit)
        case (.seconds(let limit), .number(let seconds)):
            try checkSeconds(seconds, limit)
        case (.textOrList, .list(let items)), (.paths, .list(let items)), (.hooks, .list(let items)):
            for item in items {
                guard case .string = item else { throw wrongForm("a list that holds \(item.kindName)") }
            }
        case (.names, .table(let table)), (.paths, .table(let table)):
            for (name, value) in table.sorted(by: { $0.key < $1.key }) {
                guard case .string(let text) = value, !text.isEmpty else {
                    throw DefinitionProblem("has \(value.kindName) as '\(VisibleText.of(name, limit: 60))', not a name")
                }
            }
        case (.placement, .table(let table)):
            if TokenPlacement(table) == nil { throw wrongForm("something else") }
        case (.rate, let value): _ = try Rate(value)
        case (.retry, let value): _ = try RetrySettings(value)
        case (.textOrList, _) where value.isEmptyTable, (.parameters, _) where value.isEmptyTable,
            (.headers, _) where value.isEmptyTable,
            (.names, _) where value.isEmptyTable, (.paths, _) where value.isEmptyTable,
            (.hooks, _) where value.isEmptyTable:
            return
        case (.parameters(let fixed, let removable, let secrets), .table(let table)):
            for (name, value) in table.sorted(by: { $0.key < $1.key }) {
                try checkParameter(name, value, fixed: fixed, removable: removable, secrets: secrets)
            }
        case (.headers(let fixed), .table(let table)):
            for (name, value) in table.sorted(by: { $0.key < $1.key }) { try checkHeader(name, value, fixed: fixed) }
        default:
            throw wrongForm(value.kindName)
        }
    }

    private func checkParameter(
        _ name: String, _ value: DefinitionValue, fixed: [String: String], removable: [String: String], secrets: Bool
    ) throws(DefinitionProblem) {
        if let reason = fixed[name] {
            throw DefinitionProblem("cannot set '\(name)': \(reason)")
        }
        if let reason = removable[name], value != .boolean(false) {
            throw DefinitionProblem("can only leave out '\(name)': \(reason)")
        }
        if case .secret = value {
            if secrets { return }
            throw DefinitionProblem(
                "has a secret as '\(VisibleText.of(name, limit: 60))'",
                advice: "The browser shows what the authorization URL holds, so a secret does not belong there")
        }
        if ParameterOverrides.texts(value) == nil {
            throw DefinitionProblem(
                "has \(value.kindName) as '\(VisibleText.of(name, limit: 60))'",
                advice: "A parameter takes a string, a number, a boolean or a list of them")
        }
    }

    private func checkHeader(
        _ name: String, _ value: DefinitionValue, fixed: [String: String]
    ) throws(DefinitionProblem) {
        let shown = VisibleText.of(name, limit: 60)
        guard HTTPField.Name(name) != nil else {
            throw DefinitionProblem("has '\(shown)', which is no name of a header")
        }
        try checkParameter(name, value, fixed: [:], removable: [:], secrets: true)
        if let reason = fixed[name.lowercased()] { throw DefinitionProblem("cannot set '\(name)': \(reason)") }
        guard (ParameterOverrides.texts(value) ?? []).allSatisfy(HTTPField.isValidValue) else {
            throw DefinitionProblem("has a character in '\(shown)' that no header can carry")
        }
    }

    private func checkSeconds(_ seconds: Double, _ limit: Int) throws(DefinitionProblem) {
        guard seconds >= 0, seconds <= Double(limit) else {
            throw DefinitionProblem("takes between 0 and \(limit) seconds")
        }
    }

    private func unknownChoice(_ text: String, of choices: [String]) -> DefinitionProblem {
        let shown = VisibleText.of(text, limit: 60)
        let advice =
            NearestName.of(text, in: choices).map { "Did you mean '\($0)'?" }
            ?? "Use one of: \(choices.joined(separator: ", "))"
        return DefinitionProblem("does not know '\(shown)'", advice: advice)
    }

    private func wrongForm(_ given: String) -> DefinitionProblem {
        let expected =
            switch form {
            case .text, .url, .template, .choice, .grant: "a string"
            case .secretText: "a string or secret \"NAME\""
            case .keyText: "PEM or JSON text, \"file:PATH\" or secret \"NAME\""
            case .boolean: "true or false"
            case .seconds: "a number of seconds"
            case .textOrList: "a string or a list of strings"
            case .parameters: "a table of parameters"
            case .headers: "a table of headers"
            case .names: "a table of names"
            case .paths: "a list of names or a table of paths"
            case .json: "a table"
            case .placement: "one of { header = \"…\", scheme = \"…\" }, { query = \"…\" } and { cookie = \"…\" }"
            case .hooks: "a table of functions"
            case .rate: "a rate such as \"10/s\""
            case .retry: "false, a number of attempts or a table"
            }
        return DefinitionProblem("takes \(expected), not \(given)")
    }
}

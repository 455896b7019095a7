extension DefinitionField {
    /// Whether a value has the form of this field. What is in a URL or a host is checked where it is read.
    func check(_ value: DefinitionValue) throws(DefinitionProblem) {
        switch (form, value) {
        case (.text, .string), (.url, .string), (.boolean, .boolean), (.secretText, .string), (.secretText, .secret),
            (.textOrList, .string):
            return
        case (.choice(let choices), .string(let text)):
            if !choices.contains(text) { throw unknownChoice(text, of: choices) }
        case (.seconds, .integer(let seconds)):
            try checkSeconds(Double(seconds))
        case (.seconds, .number(let seconds)):
            try checkSeconds(seconds)
        case (.textOrList, .list(let items)):
            for item in items {
                guard case .string = item else { throw wrongForm("a list that holds \(item.kindName)") }
            }
        case (.textOrList, _) where value.isEmptyTable, (.parameters, _) where value.isEmptyTable:
            return
        case (.parameters(let fixed, let removable), .table(let table)):
            for (name, value) in table.sorted(by: { $0.key < $1.key }) {
                try checkParameter(name, value, fixed: fixed, removable: removable)
            }
        default:
            throw wrongForm(value.kindName)
        }
    }

    private func checkParameter(
        _ name: String, _ value: DefinitionValue, fixed: [String: String], removable: [String: String]
    ) throws(DefinitionProblem) {
        if let reason = fixed[name] {
            throw DefinitionProblem("cannot set '\(name)': \(reason)")
        }
        if let reason = removable[name], value != .boolean(false) {
            throw DefinitionProblem("can only leave out '\(name)': \(reason)")
        }
        if ParameterOverrides.texts(value) == nil {
            throw DefinitionProblem(
                "has \(value.kindName) as '\(VisibleText.of(name, limit: 60))'",
                advice: "A parameter takes a string, a number, a boolean or a list of them")
        }
    }

    private func checkSeconds(_ seconds: Double) throws(DefinitionProblem) {
        guard seconds >= 0, seconds <= 86_400 else {
            throw DefinitionProblem("takes between 0 and 86400 seconds")
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
            case .text, .url, .choice: "a string"
            case .secretText: "a string or secret \"NAME\""
            case .boolean: "true or false"
            case .seconds: "a number of seconds"
            case .textOrList: "a string or a list of strings"
            case .parameters: "a table of parameters"
            }
        return DefinitionProblem("takes \(expected), not \(given)")
    }
}

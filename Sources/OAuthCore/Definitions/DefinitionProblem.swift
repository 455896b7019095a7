/// Why one value of a definition is refused; becomes a ``OAuthError`` of kind `config` where the field is known.
struct DefinitionProblem: Error {
    /// Continues "field 'x' of connection 'y' …".
    var why: String
    var advice: String?

    init(_ why: String, advice: String? = nil) {
        self.why = why
        self.advice = advice
    }

    func error(field: String, connection: String) -> OAuthError {
        .definition(connection, "field '\(field)' of connection '\(connection)' \(why)", advice: advice)
    }

    /// The same for an option of a request.
    func error(field: String) -> OAuthError { OAuthError(.config, "'\(field)' \(why)", advice: advice) }
}

/// What users are told about wrong definitions.
extension OAuthError {
    static func definition(_ connection: String, _ message: String, advice: String?) -> OAuthError {
        OAuthError(.config, message, advice: advice, connection: connection)
    }

    static func unknownField(_ field: String, connection: String) -> OAuthError {
        let known = ConnectionSchema.fields.map(\.name)
        let advice =
            NearestName.of(field, in: known).map { "Did you mean '\($0)'?" }
            ?? "Known fields: \(known.joined(separator: ", "))"
        return definition(
            connection, "unknown field '\(VisibleText.of(field, limit: 60))' in connection '\(connection)'",
            advice: advice)
    }

    static func missingField(_ field: String, connection: String, advice: String) -> OAuthError {
        definition(connection, "connection '\(connection)' has no \(field)", advice: advice)
    }

    static func missingSecret(_ secret: String, field: String, connection: String) -> OAuthError {
        definition(
            connection,
            "connection '\(connection)' needs the secret '\(secret)' for its \(field), and it is not set",
            advice:
                "Set it in the environment (export \(secret)=…), or keep it encrypted: `oauthlua secret set \(secret)`")
    }
}

/// What users are told when an issuer's metadata does not help.
extension OAuthError {
    static func foreignMetadata(_ claimed: String, expected: String, connection: String) -> OAuthError {
        let shown = VisibleText.of(claimed, limit: 200)
        return OAuthError(
            .config, "the metadata found for the issuer '\(expected)' is that of '\(shown)'",
            advice: "If that is the provider you mean, write issuer = \"\(shown)\" in connection '\(connection)'",
            connection: connection)
    }

    public static func noMetadata(issuer: String, tried: [String], connection: String) -> OAuthError {
        OAuthError(
            .config, "the issuer '\(issuer)' of connection '\(connection)' publishes no metadata",
            advice: "Check the issuer (tried: \(tried.joined(separator: ", "))), or write the URLs in the definition",
            connection: connection)
    }

    public static func notAnIssuer(_ issuer: String, connection: String) -> OAuthError {
        OAuthError(
            .config, "the issuer '\(issuer)' of connection '\(connection)' has a query, which no issuer has",
            advice: "Leave out what follows the ?", connection: connection)
    }

    static func missingEndpoint(
        _ endpoint: ProviderEndpoint, metadata: ProviderMetadata?, connection: String
    ) -> OAuthError {
        guard let metadata else {
            return .missingField(
                endpoint.field, connection: connection, advice: "Write it, or the provider's issuer")
        }
        if let why = metadata.refusedEndpoints[endpoint] {
            return OAuthError(
                .config, "the \(endpoint.rawValue) in the metadata of '\(metadata.issuer)' \(why)",
                advice: "Write \(endpoint.field) in connection '\(connection)'", connection: connection)
        }
        return OAuthError(
            .config, "the metadata of '\(metadata.issuer)' names no \(endpoint.rawValue)",
            advice: "Write \(endpoint.field) in connection '\(connection)', if the provider has one",
            connection: connection)
    }
}

import OAuthCore

extension Authorizer {
    /// Asks for the password that the definition leaves out, without showing it (RFC 6749 §4.3). Only the tokens that it
    /// brings are kept.
    /// - Throws: ``OAuthError`` of kind `authorizationRequired` where nobody can be asked; what the token endpoint and
    ///   the store throw.
    func signInWithPassword(_ connection: Connection, console: some AuthorizationConsole) async throws -> Token {
        var connection = connection
        var refusal: OAuthError?
        for _ in 0..<3 {
            guard let password = try await console.readSecret("Password for '\(connection.name)': "),
                !password.reveal().isEmpty
            else { break }
            connection.inputs.password = password
            do {
                return try await tokens.obtain(connection)
            } catch let error as OAuthError where error.mayBeWrongPassword {
                refusal = error
                await console.note(error.message)
            }
        }
        try Task.checkCancellation()
        throw refusal ?? .noPassword(connection, tokens.commandHint(connection))
    }
}

extension OAuthError {
    /// `invalid_grant` (RFC 6749 §5.2); some providers say `invalid_request` or `access_denied`.
    fileprivate var mayBeWrongPassword: Bool {
        ["invalid_grant", "invalid_request", "access_denied"].contains(oauthError) && !isTransient
    }

    static func noPassword(_ connection: Connection, _ command: String) -> OAuthError {
        OAuthError(
            .authorizationRequired, "'\(connection.name)' needs a password, and none was given",
            advice: "Run in a terminal: \(command)", connection: connection.name)
    }
}

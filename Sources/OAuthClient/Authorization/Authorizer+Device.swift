import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Authorizer {
    /// Shows a code that the person enters on any device with a browser, and asks until they have (RFC 8628).
    /// - Throws: ``OAuthError`` of kind `permission` where the person denies, or the code or the time runs out;
    ///   `config` where the provider has no such sign-in; what the token endpoint and the store throw.
    func signInOnDevice(
        _ connection: Connection, options: AuthorizeOptions, console: some AuthorizationConsole
    ) async throws -> Token {
        let connection = try await tokens.endpoint.resolved(connection, needing: [.deviceAuthorization, .token])
        let start = now()
        let authorization = try await tokens.endpoint.deviceAuthorization(for: connection)
        await console.note(DeviceInvitation(connection: connection.name, authorization: authorization).text)
        await console.showCode(authorization.address)

        let command = tokens.commandHint(connection)
        var polling = DevicePolling(
            authorization, connection: connection.name, command: command,
            limit: start.addingTimeInterval(options.timeout / .seconds(1)),
            overdue: .nobodySignedIn(after: options.timeout, connection, command))
        var step = polling.begin(now: now())
        while true {
            switch step {
            case .giveUp(let delay, let error):
                try await sleep(delay)
                throw error
            case .ask(let delay):
                try await sleep(delay)
                let token: Token
                do {
                    token = try await tokens.endpoint.token(
                        connection.deviceTokenRequest(authorization), for: connection, sent: authorization.deviceCode)
                } catch let error as OAuthError {
                    step = polling.step(after: error, now: now())
                    continue
                }
                return try await tokens.signedIn(token, for: connection)
            }
        }
    }
}

extension TokenEndpoint {
    /// Begins a sign-in on another device (RFC 8628 §3.1).
    func deviceAuthorization(for connection: Connection) async throws -> DeviceAuthorization {
        let answer = try await send(connection.deviceAuthorizationRequest(), for: connection)
        return try DeviceAuthorization.read(
            status: answer.status, body: answer.body, now: now(), connection: connection)
    }
}

/// What a person is told to do on the other device.
struct DeviceInvitation {
    var connection: String
    var authorization: DeviceAuthorization

    var text: String {
        var parts = [
            "To sign in to '\(connection)', open this address on any device:",
            "  \(authorization.verificationURI)", "and enter the code:", "  \(authorization.userCode)",
        ]
        if let complete = authorization.completeURI {
            parts += ["Or open this address, which holds the code already:", "  \(complete)"]
        }
        return parts.joined(separator: "\n\n")
    }
}

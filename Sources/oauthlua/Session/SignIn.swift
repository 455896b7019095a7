import OAuthClient
import OAuthCore
import Output

/// Offers to sign in when a run finds no token. Tasks that need the same connection wait for one sign-in.
actor SignIn {
    private let session: Session
    private var running: [String: Task<Void, any Error>] = [:]

    init(session: Session) { self.session = session }

    /// - Throws: `reason` where nobody can be asked or the person says no.
    func signIn(_ connection: Connection, reason: OAuthError) async throws {
        if let task = running[connection.name] { return try await task.value }
        let session = session
        let task = Task {
            guard session.console.isInteractive else { throw reason }
            session.console.say(Diagnostic(.note, reason.message))
            guard try await session.console.confirm("Sign in to '\(connection.name)' now?") else { throw reason }
            _ = try await session.authorize(connection)
        }
        running[connection.name] = task
        defer { running[connection.name] = nil }
        try await task.value
    }
}

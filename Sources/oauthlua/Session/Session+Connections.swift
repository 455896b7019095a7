import OAuthClient
import OAuthCore

extension Session {
    /// The one connection a target names.
    func connection(of target: Target) async throws -> Connection {
        let connections = try await connections(of: target)
        guard connections.count == 1 else {
            let names = connections.map { "\(target.text)#\($0.name)" }.joined(separator: ", ")
            throw OAuthError(
                .config, "\(target.text) defines \(connections.count) connections", advice: "Name one of \(names)")
        }
        return connections[0]
    }

    /// Those that a person must sign in to.
    func withoutToken(_ connections: [Connection]) async throws -> [Connection] {
        var result: [Connection] = []
        for connection in connections {
            let state = try await tokens.status(for: connection).state
            if state == .none || state == .expired { result.append(connection) }
        }
        return result
    }

    /// Those whose tokens need nobody to be renewed.
    func refreshable(_ connections: [Connection]) async throws -> [Connection] {
        var result: [Connection] = []
        for connection in connections where try await tokens.status(for: connection).isRenewable {
            result.append(connection)
        }
        return result
    }
}

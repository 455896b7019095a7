import TestSupport

/// A running authorization server that nobody of this project wrote. It ends with the test run.
struct InteropServer: Sendable {
    /// What `Servers/serve` printed: where its endpoints are and who may use them.
    let variables: [String: String]
    private let process: RunningProcess

    static let glewlwyd = Task { try await InteropServer("glewlwyd") }
    static let authlib = Task { try await InteropServer("authlib") }

    /// Without apt there is no way to get glewlwyd, nor what Authlib needs.
    static let isAvailable = Repository.program("apt-get") != nil
    static let whyNot = "apt-get is missing, so the interop servers cannot be installed"

    private init(_ name: String) async throws {
        // The whole environment: pip and apt may need proxies and settings of the machine.
        process = try Command(Repository.path("Tests/Interop/Servers/serve"), environment: Command.inherited)
            .start([name])
        var found: [String: String] = [:]
        // The first start on a machine downloads.
        while case let line = try await process.line(timeout: .seconds(600)), line != "READY" {
            let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
            found[parts[0]] = parts.count == 2 ? Self.unquoted(parts[1]) : ""
        }
        variables = found
    }

    subscript(name: String) -> String {
        guard let value = variables[name] else { preconditionFailure("the server printed no variable \(name)") }
        return value
    }

    /// Undoes the shell's single quotes.
    private static func unquoted(_ text: String) -> String {
        guard text.hasPrefix("'"), text.hasSuffix("'"), text.count >= 2 else { return text }
        return String(text.dropFirst().dropLast()).replacing(#"'"'"'"#, with: "'")
    }
}

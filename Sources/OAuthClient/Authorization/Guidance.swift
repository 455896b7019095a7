import OAuthCore

/// What a person is told to do, given where they sit.
struct Guidance {
    var connection: String
    var url: String
    /// The port that is listened on; nil where the provider redirects elsewhere.
    var port: Int?
    var options: AuthorizeOptions
    var environment: [String: String]
    /// What is listened on.
    var host = "127.0.0.1"
    /// Of the certificate that we made, where the callback is https.
    var fingerprint: String?

    static let pasteRequest = "Paste the whole address from the browser's address bar, or the code, and press Enter:"

    /// A browser started in an SSH session without a display would at best be one that takes over the terminal.
    var opensBrowser: Bool {
        options.browser == .open && (!isSSH || isSet("BROWSER") || isSet("DISPLAY") || isSet("WAYLAND_DISPLAY"))
    }

    var readsPaste: Bool { options.paste || port == nil }

    private var isSSH: Bool { isSet("SSH_CONNECTION") }

    private func isSet(_ name: String) -> Bool { environment[name].map { !$0.isEmpty } ?? false }

    var invitation: String {
        let opening =
            opensBrowser
            ? "Opening the browser to sign in to '\(connection)'. If none appears, open this address:"
            : "To sign in to '\(connection)', open this address in a browser:"
        var parts = [opening, "  \(url)"]
        if let tunnel {
            parts += [
                "This is an SSH session. If that browser runs on another computer, run this there first:",
                "  \(tunnel)",
            ]
            if !readsPaste {
                parts.append("Or run this command again with --paste, and paste the address that the browser ends at.")
            }
        }
        if let fingerprint {
            parts += [
                "The answer comes back over https, with a certificate that oauthlua made for this computer. The browser "
                    + "will warn; go on only if it shows this SHA-256 fingerprint:",
                "  \(fingerprint)",
            ]
        }
        if port == nil { parts.append("When you have signed in, copy the address that the browser ends at.") }
        if readsPaste { parts.append(Self.pasteRequest) }
        return parts.joined(separator: "\n\n")
    }

    /// The line that lets a browser at the other end of an SSH session reach our listener; nil outside of one.
    private var tunnel: String? {
        // "client address, client port, server address, server port" (sshd(8))
        let parts = (environment["SSH_CONNECTION"] ?? "").split(separator: " ")
        guard let port, parts.count == 4 else { return nil }
        let user = environment["USER"] ?? environment["LOGNAME"]
        let host = (user.map { "\($0)@" } ?? "") + parts[2]
        // `localhost` is listened on in both families, ::1 alone must be named.
        let listened = self.host.contains("::1") ? "[::1]" : "127.0.0.1"
        let sshPort = parts[3] == "22" ? "" : "-p \(parts[3]) "
        return VisibleText.of("ssh -L \(port):\(listened):\(port) \(sshPort)\(host)")
    }
}

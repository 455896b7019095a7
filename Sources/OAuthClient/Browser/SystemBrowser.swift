import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The person's browser: what `$BROWSER` names, or else the desktop's way of opening a URL.
public struct SystemBrowser: BrowserOpening {
    private let environment: [String: String]
    private let patience: Duration

    /// - Parameters:
    ///   - environment: what the browser is chosen by and what it is started with, less our own variables.
    ///   - patience: how long a command that neither ends nor fails is watched before it is taken for the browser.
    public init(
        environment: [String: String] = ProcessInfo.processInfo.environment, patience: Duration = .seconds(2)
    ) {
        self.environment = environment
        self.patience = patience
    }

    public func open(_ url: URL) async throws {
        // Anything else could be read as an option, or as a program's own kind of URL.
        guard Origin(url) != nil else {
            throw OAuthError(.config, "\(url.withoutSecrets) is not a URL for a browser")
        }
        for command in commands {
            if await start(command.arguments(for: url.absoluteString)) { return }
        }
        throw OAuthError(.config, reasonForNone, advice: "Open the URL in a browser yourself")
    }

    /// The commands to try, in this order. With `$BROWSER` set, nothing else is tried.
    var commands: [BrowserCommand] {
        if let named = variable("BROWSER") { return BrowserCommand.list(named) }
        #if os(Linux)
            guard variable("DISPLAY") != nil || variable("WAYLAND_DISPLAY") != nil || isWSL else { return [] }
        #endif
        return ["xdg-open", "x-www-browser", "gnome-open", "wslview", "open"].map { BrowserCommand(words: [$0]) }
    }

    private var isWSL: Bool { variable("WSL_DISTRO_NAME") != nil }

    private var reasonForNone: String {
        if variable("BROWSER") != nil { return "none of the commands in BROWSER opened a browser" }
        return commands.isEmpty ? "there is no display to open a browser on" : "no browser was found"
    }

    private func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether the command started and has not failed while we had patience.
    private func start(_ arguments: [String]) async -> Bool {
        guard let program = find(arguments[0]),
            let child = DetachedProcess.start(
                program, arguments, environment: environment.filter { !$0.key.hasPrefix("OAUTHLUA_") })
        else { return false }
        let clock = ContinuousClock()
        let end = clock.now + patience
        var pause = Duration.milliseconds(5)
        while clock.now < end {
            switch child.state {
            case .ended(let isSuccess): return isSuccess
            case .running:
                guard (try? await clock.sleep(for: pause)) != nil else { return true }
                pause = min(pause * 2, .milliseconds(100))
            }
        }
        return true
    }

    /// A program by its path, or by its name in `PATH`.
    private func find(_ name: String) -> String? {
        if name.contains("/") { return access(name, X_OK) == 0 ? name : nil }
        let folders = (variable("PATH") ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
        return folders.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }
}

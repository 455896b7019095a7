import LuaHost
import OAuthClient
import OAuthCore
import OAuthLua
import Output
import TokenVault

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The composition root: which account, store and transport a command works with. Making one opens nothing.
struct Session: Sendable {
    let options: CommonSettings
    let script: ScriptSettings
    let environment: [String: String]
    let console: Console
    let location: StoreLocation
    let vault: Vault
    /// What traces leave out.
    let registry: SecretRegistry
    let transport: AsyncHTTPTransport
    let tokens: TokenManager
    let client: APIClient
    let browser: any BrowserOpening

    /// - Parameter target: what the person named on the command line, for the commands that messages suggest.
    init(
        _ options: CommonSettings, script: ScriptSettings = ScriptSettings(), target: String? = nil, console: Console,
        environment: [String: String], browser: (any BrowserOpening)? = nil
    ) throws {
        self.options = options
        self.script = script
        self.environment = environment
        self.console = console
        self.browser = browser ?? SystemBrowser(environment: environment)
        location = try StoreLocation.resolve(environment: environment, storeFlag: options.store)
        vault = Vault(at: location, environment: environment)
        let registry = SecretRegistry()
        self.registry = registry
        transport = AsyncHTTPTransport(
            TransportConfiguration(
                environment: environment, caFile: options.cacert, userAgent: "oauthlua/\(Version.number)",
                tracer: options.verbose ? CurlTracer(secrets: registry) { console.writeError($0) } : nil,
                connectionsPerHost: options.maxConnections, routes: options.connectTo))
        let hint = CommandHint(
            target: target, profile: options.profile, store: options.store, params: script.params,
            allowEnv: script.allowEnv)
        let memory = ServerMemory()
        tokens = TokenManager(
            store: { [vault] in vault }, transport: transport,
            resolver: ProviderResolver(transport: transport, documents: { [vault] in vault }), memory: memory,
            keySets: KeySets(transport: transport, documents: vault), profile: options.profile,
            commandHint: { hint.authorize($0.name) }, firstGrant: { console.warn(ofUnverified: $0) })
        var progress: ProgressReport?
        if let line = console.progress { progress = { line.report($0) } }
        client = APIClient(
            transport: transport, tokens: tokens, secrets: registry, memory: memory, retries: script.retries,
            progress: progress,
            log: { text in
                if options.verbose {
                    console.writeError("* \(registry.scrub(text))\n")
                } else {
                    console.log(.debug, registry.scrub(text))
                }
            })
    }

    /// Gets a person to sign in, and returns a token that is already stored.
    func authorize(_ connection: Connection, options: AuthorizeOptions = AuthorizeOptions()) async throws -> Token {
        var options = options
        console.warn(ofUnverified: connection)
        // Where no browser can appear, the one that is used is likely on another machine: take the address by hand too.
        if console.isInteractive, !hasBrowser { options.paste = true }
        let authorizer = Authorizer(
            tokens: tokens, listener: LoopbackListener(), browser: browser,
            environment: environment, documents: { [vault] in vault })
        let token = try await authorizer.authorize(connection, options: options, console: TerminalConsole(console))
        // It may be another account's.
        try await cache.forget(connection)
        return token
    }

    /// Opens the page at which the provider's own session ends.
    func endBrowserSession(_ connection: Connection) async throws {
        let url = try await tokens.logoutURL(for: connection)
        console.note("Opening the browser to sign out of '\(connection.name)': \(url.absoluteString)")
        try await browser.open(url)
    }

    private var hasBrowser: Bool {
        ["BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"].contains { environment[$0]?.isEmpty == false }
    }

    /// The environment, then the store; and files.
    var secrets: some SecretSource { SessionSecrets(environment: environment, vault: vault, registry: registry) }
}

extension Console {
    /// Says so before a client's secret goes to addresses that nobody has confirmed.
    fileprivate func warn(ofUnverified connection: Connection) {
        guard let preset = connection.preset, !preset.isVerified else { return }
        warn(
            "preset '\(preset.id)' is unverified: no two sources agree on the addresses of '\(connection.name)'",
            hint: "Compare them with the provider's documentation: oauthlua presets show \(preset.id)")
    }
}

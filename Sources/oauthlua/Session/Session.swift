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
        transport = AsyncHTTPTransport(
            TransportConfiguration(
                environment: environment, caFile: options.cacert, userAgent: "oauthlua/\(Version.number)",
                tracer: options.verbose ? CurlTracer(secrets: registry) { console.writeError($0) } : nil))
        let hint = CommandHint(
            target: target, profile: options.profile, store: options.store, params: script.params,
            allowEnv: script.allowEnv)
        tokens = TokenManager(
            store: { [vault] in vault }, transport: transport, profile: options.profile,
            commandHint: { hint.authorize($0.name) })
        client = APIClient(transport: transport, tokens: tokens, secrets: registry)
    }

    /// Gets a person to sign in, and returns a token that is already stored.
    func authorize(_ connection: Connection, options: AuthorizeOptions = AuthorizeOptions()) async throws -> Token {
        var options = options
        // Where no browser can appear, the one that is used is likely on another machine: take the address by hand too.
        if console.isInteractive, !hasBrowser { options.paste = true }
        let authorizer = Authorizer(
            tokens: tokens, transport: transport, listener: LoopbackListener(), browser: browser,
            environment: environment)
        return try await authorizer.authorize(connection, options: options, console: TerminalConsole(console))
    }

    private var hasBrowser: Bool {
        ["BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"].contains { environment[$0]?.isEmpty == false }
    }

    /// The environment, then the store.
    var secrets: some SecretSource { EnvironmentThenVault(environment: environment, vault: vault) }
}

private struct EnvironmentThenVault: SecretSource {
    let environment: [String: String]
    let vault: Vault

    func secret(named name: String) throws -> Redacted<String>? {
        if let value = environment[name], !value.isEmpty { return Redacted(value) }
        return try vault.secret(named: name)
    }
}

import OAuthCore

/// How a person signs in.
public struct AuthorizeOptions: Sendable, Equatable {
    public enum Browser: Sendable, Equatable {
        /// Opens the browser, and prints the address in case none appears.
        case open
        /// Only prints the address (`--no-browser`).
        case print
    }

    public var browser: Browser
    /// Also reads the redirected address, or the bare code, from the console (`--paste`).
    public var paste: Bool
    /// The port to listen on where `redirect_uri` names none; nil for any free one.
    public var port: Int?
    /// Signs in on another device (RFC 8628) also where the definition would open a browser (`--device`).
    public var usesDevice: Bool
    /// How long to wait for the person.
    public var timeout: Duration

    public init(
        browser: Browser = .open, paste: Bool = false, port: Int? = nil, usesDevice: Bool = false,
        timeout: Duration = .seconds(300)
    ) {
        self.browser = browser
        self.paste = paste
        self.port = port
        self.usesDevice = usesDevice
        self.timeout = timeout
    }
}

/// The person's side of signing in.
public protocol AuthorizationConsole: Sendable {
    /// Shows a text, which may have several lines, on stderr.
    func note(_ text: String) async
    /// The next line that the person writes; nil when there are no more. It may still be waiting when the sign-in is
    /// over: what it then returns is dropped.
    func readLine() async -> String?
    /// What the person answers, without showing it; nil where nobody can be asked.
    /// - Throws: ``OAuthError`` of kind `config` for an answer that cannot be taken.
    func readSecret(_ prompt: String) async throws -> Redacted<String>?
    /// Shows an address in a form that a phone's camera reads, where that is possible.
    func showCode(_ address: String) async
}

extension AuthorizationConsole {
    public func readSecret(_ prompt: String) async throws -> Redacted<String>? { nil }
    public func showCode(_ address: String) async {}
}

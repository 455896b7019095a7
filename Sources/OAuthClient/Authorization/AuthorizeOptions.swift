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
    /// How long to wait for the person.
    public var timeout: Duration

    public init(
        browser: Browser = .open, paste: Bool = false, port: Int? = nil, timeout: Duration = .seconds(300)
    ) {
        self.browser = browser
        self.paste = paste
        self.port = port
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
}

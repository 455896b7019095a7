/// What a provider's error code means, and what to do about it.
///
/// Providers send a code and, at best, a sentence for developers. The catalogue says what is behind each known code
/// in practice.
public struct ErrorExplanation: Sendable, Equatable {
    /// As the provider writes it; compared without regard to case.
    public let code: String
    /// The provider it belongs to; nil: the code means the same wherever it comes from.
    public let provider: Provider?
    /// One sentence without a full stop, in lower case.
    public let cause: String
    /// One sentence without a full stop.
    public let fix: String
    /// Whether a standard defines the code. What is known of the definition at hand is then better advice than ``fix``.
    public let isStandard: Bool
    /// Whether a refresh that is refused so is refused for good, though the standard's code says something else.
    public let endsLogin: Bool

    /// Whose code it is, and by which hosts it is known.
    public enum Provider: String, Sendable, CaseIterable {
        case google, microsoft, github, slack, facebook, x, salesforce, intuit, dropbox, linkedin, tiktok, notion, zoom
        case strava, hubspot, xero, spotify, reddit, shopify, keycloak, auth0, atlassian, fitbit

        /// Each stands for itself and for all below it; none where anybody runs it, under any name.
        public var hosts: [String] {
            switch self {
            case .google: ["google.com", "googleapis.com"]
            case .microsoft:
                [
                    "microsoftonline.com", "microsoft.com", "live.com", "windows.net", "microsoftonline.us",
                    "microsoft.us", "b2clogin.com", "ciamlogin.com", "sharepoint.com",
                ]
            case .github: ["github.com"]
            case .slack: ["slack.com"]
            case .facebook: ["facebook.com", "instagram.com", "threads.net"]
            case .x: ["twitter.com", "x.com"]
            case .salesforce: ["salesforce.com", "force.com"]
            case .intuit: ["intuit.com"]
            case .dropbox: ["dropbox.com", "dropboxapi.com"]
            case .linkedin: ["linkedin.com"]
            case .tiktok: ["tiktok.com", "tiktokapis.com"]
            case .notion: ["notion.com"]
            case .zoom: ["zoom.us"]
            case .strava: ["strava.com"]
            case .hubspot: ["hubapi.com", "hubspot.com"]
            case .xero: ["xero.com"]
            case .spotify: ["spotify.com"]
            case .reddit: ["reddit.com"]
            case .shopify: ["myshopify.com", "shopify.com"]
            case .keycloak: []
            case .auth0: ["auth0.com", "okta.com"]
            case .atlassian: ["atlassian.com", "atlassian.net"]
            case .fitbit: ["fitbit.com"]
            }
        }

        func owns(_ host: String) -> Bool { hosts.contains { host == $0 || host.hasSuffix(".\($0)") } }
    }

    init(
        _ code: String, of provider: Provider? = nil, _ cause: String, _ fix: String, isStandard: Bool = false,
        endsLogin: Bool = false
    ) {
        self.code = code
        self.provider = provider
        self.cause = cause
        self.fix = fix
        self.isStandard = isStandard
        self.endsLogin = endsLogin
    }

    /// All there are, those of standards last. Made when first asked for.
    public static let all = google + microsoft + business + social + standard
}

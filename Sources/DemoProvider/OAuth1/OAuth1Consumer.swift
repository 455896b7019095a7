/// The one OAuth 1.0a client, and a token it has already (two-legged use).
enum OAuth1Consumer {
    static let key = "demo-consumer"
    static let secret = "demo-consumer-secret"
    static let readyToken = "demo-ready-token"
    static let readySecret = "demo-ready-secret"
}

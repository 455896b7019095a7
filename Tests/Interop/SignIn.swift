import Testing

/// A definition that a user might write for a server, and what makes it worth a test.
struct SignIn: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var fields: [String: String]
    var url = "$API_URL"

    init(_ name: String, _ fields: [String: String], url: String = "$API_URL") {
        testDescription = name
        self.fields = [
            "authorization_url": "$AUTHORIZATION_URL", "token_url": "$TOKEN_URL", "scope": "$SCOPE",
            "revocation_url": "$REVOCATION_URL",
        ].merging(fields) { _, new in new }
        self.url = url
    }

    static let confidential = ["client_id": "$CLIENT_ID", "client_secret": "@CLIENT_SECRET"]

    static func confidential(_ fields: [String: String]) -> [String: String] {
        confidential.merging(fields) { _, new in new }
    }
}

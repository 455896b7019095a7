import Crypto
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Who a client says it is, by whichever way it says so (RFC 6749 §2.3).
struct ClientCredentials: Sendable, Equatable {
    var clientID: String
    var secret: Redacted<String>?

    /// Basic, post or none; saying it twice is an error.
    static func read(authorization: String?, form: Form) throws(TokenError) -> ClientCredentials {
        guard let authorization else {
            guard let clientID = form["client_id"] else {
                throw .invalidClient("No client authentication: neither Basic nor client_id")
            }
            return ClientCredentials(clientID: clientID, secret: form["client_secret"].map { Redacted($0) })
        }
        guard form["client_secret"] == nil else {
            throw TokenError("invalid_request", "The client authenticates both in the header and in the body")
        }
        let credentials = try basic(authorization)
        if let other = form["client_id"], other != credentials.clientID {
            throw TokenError("invalid_request", "client_id is another one in the header than in the body")
        }
        return credentials
    }

    /// RFC 7617, each half form-encoded first (RFC 6749 §2.3.1).
    private static func basic(_ header: String) throws(TokenError) -> ClientCredentials {
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "basic",
            let data = Data(base64Encoded: String(parts[1]).filter { $0 != " " }),
            let text = String(validating: data, as: UTF8.self), let colon = text.firstIndex(of: ":")
        else { throw .invalidClient("The Authorization header is no Basic credentials") }
        let secret = Form.decode(text[text.index(after: colon)...])
        return ClientCredentials(
            clientID: Form.decode(text[..<colon]), secret: secret.isEmpty ? nil : Redacted(secret))
    }

    /// The registered client, or why it is not believed.
    func client(among clients: Clients) throws(TokenError) -> Client {
        guard let client = clients[clientID] else { throw .invalidClient("There is no client \(clientID)") }
        switch (client.secret, secret) {
        case (nil, nil): return client
        case (.some(let expected), .some(let given)) where SHA256.same(expected.reveal(), given.reveal()): return client
        case (nil, .some): throw .invalidClient("\(clientID) is a public client and has no secret")
        case (.some, nil): throw .invalidClient("\(clientID) has to authenticate with its secret")
        default: throw .invalidClient("The client secret is wrong")
        }
    }
}

/// A registered client (RFC 6749 §2).
struct Client: Sendable {
    var id: String
    var name: String
    var secret: Redacted<String>?
}

struct Clients: Sendable {
    private let all: [Client]

    init(_ options: DemoProvider.Options) {
        all = [
            Client(id: options.clientID, name: "oauthlua demo", secret: Redacted(options.clientSecret)),
            Client(id: options.publicClientID, name: "oauthlua demo (public client)", secret: nil),
        ]
    }

    subscript(id: String) -> Client? { all.first { $0.id == id } }
}

extension SHA256 {
    /// Equality whose time says nothing about where two secrets differ: digests are compared in constant time.
    static func same(_ one: String, _ other: String) -> Bool {
        hash(data: Data(one.utf8)) == hash(data: Data(other.utf8))
    }
}

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a provider gave to a client that registered itself (RFC 7591 §3.2.1, RFC 7592 §3).
public struct ClientRegistration: Sendable, Equatable {
    public var clientID: String
    public var clientSecret: Redacted<String>?
    /// nil: it does not end.
    public var secretExpiresAt: Date?
    public var authentication: ClientAuthentication
    /// Where the registration can be changed and ended, and what allows it.
    public var management: Management?
    /// The ``RegistrationRequest/fingerprint`` of what was asked for: a definition that asks for something else needs
    /// another registration.
    public var fingerprint: String

    public struct Management: Sendable, Equatable {
        public var url: URL
        public var token: Redacted<String>
    }

    /// Whether the secret can still be used: a minute before its end it cannot.
    public func isUsable(at now: Date) -> Bool {
        secretExpiresAt.map { now.addingTimeInterval(60) < $0 } ?? true
    }
}

extension Connection {
    /// The connection of the registered client.
    public func registered(_ registration: ClientRegistration) -> Connection {
        var connection = self
        connection.client.id = registration.clientID
        connection.client.secret = registration.clientSecret
        connection.client.authentication = registration.authentication
        return connection
    }

    /// What this connection's registration is kept under: another provider is another registration.
    public var registrationKey: DocumentKey {
        let provider = endpoints.provider
        let place = provider.isEmpty ? endpoints.registration?.absoluteString ?? "" : provider
        return DocumentKey(.registration, "\(name) \(place)")
    }
}

extension ClientRegistration {
    /// As it is kept.
    public var stored: Redacted<[UInt8]> {
        var fields: [String: JSONValue] = [
            "client_id": .string(clientID), "fingerprint": .string(fingerprint),
            "authentication": .string(authentication.rawValue),
        ]
        fields["client_secret"] = clientSecret.map { .string($0.reveal()) }
        fields["secret_expires_at"] = secretExpiresAt.map { .integer(Int64($0.timeIntervalSince1970)) }
        fields["management_url"] = management.map { .string($0.url.absoluteString) }
        fields["management_token"] = management.map { .string($0.token.reveal()) }
        return Redacted(Array(JSONValue.object(fields).encoded().utf8))
    }

    /// nil for what is not written by ``stored``.
    public init?(_ stored: Redacted<[UInt8]>) {
        guard let value = JSONValue(stored.reveal()), let id = value["client_id"]?.text,
            let fingerprint = value["fingerprint"]?.text,
            let method = value["authentication"]?.text.flatMap(ClientAuthentication.init(rawValue:))
        else { return nil }
        clientID = id
        clientSecret = value["client_secret"]?.text.map { Redacted($0) }
        authentication = method
        self.fingerprint = fingerprint
        if case .integer(let seconds)? = value["secret_expires_at"] {
            secretExpiresAt = Date(timeIntervalSince1970: Double(seconds))
        }
        if let url = value["management_url"]?.text.flatMap({ URL(string: $0) }),
            let token = value["management_token"]?.text
        {
            management = Management(url: url, token: Redacted(token))
        }
    }
}

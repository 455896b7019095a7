import Crypto
import HTTPTypes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A request to the registration endpoint (RFC 7591 §3.1), or to a client's own address there (RFC 7592 §2).
public struct RegistrationRequest: Sendable {
    public var method: String
    public var url: URL
    /// What allows it: the initial access token, or the registration access token.
    public var bearer: Redacted<String>?
    public var metadata: [String: JSONValue]
    /// Tells what the definition asks for: equal where nothing has changed.
    public var fingerprint: String

    public var headers: HTTPFields {
        var headers: HTTPFields = [.accept: "application/json"]
        if !metadata.isEmpty { headers[.contentType] = "application/json" }
        if let bearer { headers[.authorization] = "Bearer \(bearer.reveal())" }
        return headers
    }

    public var body: Redacted<[UInt8]> {
        Redacted(metadata.isEmpty ? [] : Array(JSONValue.object(metadata).encoded().utf8))
    }

    /// Registers anew.
    /// - Throws: an error of kind `config` without a registration endpoint.
    public static func register(_ connection: Connection) async throws(OAuthError) -> RegistrationRequest {
        guard let url = connection.endpoints.registration else {
            throw .missingEndpoint(.registration, metadata: connection.metadata, connection: connection.name)
        }
        return RegistrationRequest(
            method: "POST", url: url, bearer: connection.client.initialAccessToken,
            metadata: try await connection.clientMetadata(), fingerprint: try await fingerprint(of: connection))
    }

    /// Changes a registration to what the definition asks for now (RFC 7592 §2.2): the client stays the same, and its
    /// tokens valid. nil where the provider does not offer it.
    public static func update(
        _ registration: ClientRegistration, for connection: Connection
    ) async throws(OAuthError) -> RegistrationRequest? {
        guard let management = registration.management else { return nil }
        var metadata = try await connection.clientMetadata()
        metadata["client_id"] = .string(registration.clientID)
        metadata["client_secret"] = registration.clientSecret.map { .string($0.reveal()) }
        return RegistrationRequest(
            method: "PUT", url: management.url, bearer: management.token, metadata: metadata,
            fingerprint: try await fingerprint(of: connection))
    }

    /// Ends a registration (RFC 7592 §2.3); nil where the provider does not offer it.
    public static func delete(_ registration: ClientRegistration) -> RegistrationRequest? {
        registration.management.map { management in
            RegistrationRequest(
                method: "DELETE", url: management.url, bearer: management.token, metadata: [:],
                fingerprint: registration.fingerprint)
        }
    }

    /// Only of what the definition says: what the issuer's metadata chooses may change from day to day.
    public static func fingerprint(of connection: Connection) async throws(OAuthError) -> String {
        var asked = try await connection.clientMetadata()
        if !connection.client.hasGivenAuthentication { asked["token_endpoint_auth_method"] = nil }
        return Base64URL.encode(SHA256.hash(data: Array(JSONValue.object(asked).encoded().utf8)))
    }
}

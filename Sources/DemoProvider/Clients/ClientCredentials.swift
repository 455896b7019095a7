import Crypto
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Who a client says it is, by whichever way it says so (RFC 6749 §2.3).
struct ClientCredentials: Sendable, Equatable {
    enum Proof: Sendable, Equatable {
        case none
        case secret(Redacted<String>, isInHeader: Bool)
        /// RFC 7523 §2.2.
        case assertion(Redacted<String>)
    }

    static let assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

    var clientID: String
    var proof = Proof.none

    /// Basic, post, an assertion or none; saying it twice is an error.
    static func read(authorization: String?, form: Form) throws(TokenError) -> ClientCredentials {
        let assertion = try assertion(in: form)
        guard let authorization else {
            if let assertion {
                guard form["client_secret"] == nil else {
                    throw TokenError("invalid_request", "The client authenticates both by a secret and by an assertion")
                }
                return assertion
            }
            guard let clientID = form["client_id"] else {
                throw .invalidClient("No client authentication: neither Basic nor client_id")
            }
            return ClientCredentials(
                clientID: clientID,
                proof: form["client_secret"].map { .secret(Redacted($0), isInHeader: false) } ?? .none)
        }
        guard form["client_secret"] == nil, assertion == nil else {
            throw TokenError("invalid_request", "The client authenticates both in the header and in the body")
        }
        let credentials = try basic(authorization)
        if let other = form["client_id"], other != credentials.clientID {
            throw TokenError("invalid_request", "client_id is another one in the header than in the body")
        }
        return credentials
    }

    private static func assertion(in form: Form) throws(TokenError) -> ClientCredentials? {
        guard let text = form["client_assertion"] else { return nil }
        guard form["client_assertion_type"] == assertionType else {
            throw TokenError("invalid_request", "client_assertion_type is not \(assertionType)")
        }
        guard let subject = JWS(text)?.claims["sub"]?.text else {
            throw .invalidClient("client_assertion is no JWT with a sub")
        }
        guard form["client_id"] ?? subject == subject else {
            throw .invalidClient("client_id is another one than the assertion's sub")
        }
        return ClientCredentials(clientID: subject, proof: .assertion(Redacted(text)))
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
            clientID: Form.decode(text[..<colon]),
            proof: secret.isEmpty ? .none : .secret(Redacted(secret), isInHeader: true))
    }
}

extension SHA256 {
    /// Equality whose time says nothing about where two secrets differ: digests are compared in constant time.
    static func same(_ one: String, _ other: String) -> Bool {
        hash(data: Data(one.utf8)) == hash(data: Data(other.utf8))
    }
}

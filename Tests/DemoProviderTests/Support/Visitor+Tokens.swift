import Foundation
import JWTKit
import NIOHTTP1
import Testing

@testable import DemoProvider

extension Visitor {
    /// What an operator says: `expire`, `set?require_dpop=1`.
    func tell(_ what: String) async throws {
        let answer = try await send(.POST, "/_demo/" + what)
        try #require(answer.status == 200, "\(answer.text)")
    }

    func clients() async throws -> [String: any Sendable] { try await get("/_demo/clients").json }

    func keys() async throws -> [String: any Sendable] {
        try #require(try await clients()["keys"] as? [String: any Sendable])
    }

    /// A token request with the confidential client's Basic credentials.
    func token(_ form: [String: String], _ headers: [(String, String)] = []) async throws -> Answer {
        try await post("/oauth/token", form, headers: basic + headers)
    }

    func introspect(_ token: String) async throws -> [String: any Sendable] {
        try await post("/oauth/introspect", ["token": token], headers: basic).json
    }

    /// The claims of a JWT that the provider signed, checked by JWTKit with the keys of `/jwks`.
    func verified(_ token: String?) async throws -> [String: Signer.Value] {
        let set = try await get("/jwks").text
        let keys = try await JWTKeyCollection().add(jwksJSON: Self.withAlgorithms(set))
        return try await keys.verify(try #require(token), as: Signer.Claims.self).fields
    }

    /// JWTKit wants the `alg` that RFC 7517 leaves free.
    private static func withAlgorithms(_ set: String) -> String {
        set.replacing("\"kty\":\"RSA\"", with: "\"kty\":\"RSA\",\"alg\":\"RS256\"")
            .replacing("\"kty\":\"EC\"", with: "\"kty\":\"EC\",\"alg\":\"ES256\"")
    }
}

extension Visitor.Answer {
    var error: String? { (try? json)?["error"] as? String }

    /// A parameter of the fragment of `Location`.
    func locationFragment(_ name: String) -> String? {
        Form(location.percentEncodedFragment ?? "")[name]
    }
}

import Foundation
import HTTPTypes
import Testing

@testable import OAuthCore

/// Secrets by name.
struct SecretTable: SecretSource {
    var values: [String: String] = [:]
    func secret(named name: String) -> Redacted<String>? { values[name].map { Redacted($0) } }
}

/// Random bytes that are known: 0, 1, 2, … repeated.
struct CountingGenerator: RandomNumberGenerator {
    var value: UInt64 = 0
    mutating func next() -> UInt64 {
        value &+= 0x0101_0101_0101_0101
        return value
    }
}

/// The client of RFC 6749's examples.
let rfcClient: [String: DefinitionValue] = [
    "name": "rfc", "authorization_url": "https://server.example.com/authorize",
    "token_url": "https://server.example.com/token", "client_id": "s6BhdRkqt3",
    "client_secret": "7Fjfp0ZBr1KtDRbnfVdmIw", "redirect_uri": "https://client.example.com/cb",
]

func connection(
    _ changes: [String: DefinitionValue] = [:], without: Set<String> = [], secrets: SecretTable = SecretTable()
) throws -> Connection {
    let fields = rfcClient.filter { !without.contains($0.key) }.merging(changes) { $1 }
    return try ConnectionDefinition(fields).connection(secrets: secrets)
}

func definitionError(_ changes: [String: DefinitionValue], without: Set<String> = []) -> OAuthError? {
    do {
        _ = try connection(changes, without: without)
        return nil
    } catch { return error as? OAuthError }
}

/// What a form or query says, by name.
func fields(_ request: TokenEndpointRequest) -> [Parameter] {
    FormEncoding.decode(String(decoding: request.body.reveal(), as: UTF8.self))
}

let moment = Date(timeIntervalSince1970: 1_700_000_000)

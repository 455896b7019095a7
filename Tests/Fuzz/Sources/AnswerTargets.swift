import Foundation

@testable import OAuthCore

private let moment = Date(timeIntervalSince1970: 1_700_000_000)

private let connection: Connection = {
    let definition = try? ConnectionDefinition([
        "name": "fuzz", "authorization_url": "https://server.example/authorize",
        "token_url": "https://server.example/token", "client_id": "id", "client_secret": "the client's secret",
        "issuer": "https://server.example",
    ])
    guard let connection = try? definition?.connection(secrets: NoSecrets()) else {
        fatalError("the definition is wrong")
    }
    return connection
}()

private struct NoSecrets: SecretSource {
    func secret(named name: String) -> Redacted<String>? { nil }
}

/// Answers of a token endpoint: the first byte chooses the status. What is read can be sent, and no error repeats a secret.
let tokenResponseTarget: FuzzTarget = { input in
    guard let first = input.first else { return }
    let status = [200, 200, 200, 400, 401, 403, 429, 500, 302, 204][Int(first) % 10]
    let previous = Token(
        accessToken: Redacted("previous-access-token"), type: "Bearer",
        refreshToken: Redacted("previous-refresh-token"),
        obtainedAt: moment)
    do throws(OAuthError) {
        let token = try TokenResponse.read(
            status: status, headers: [:], body: Array(input.dropFirst()), now: moment, previous: previous,
            connection: connection, sent: Redacted("what-was-sent"))
        let sent = token.accessToken.reveal()
        precondition(!sent.isEmpty && sent.utf8.allSatisfy { 0x20...0x7E ~= $0 }, "a token that no header can carry")
    } catch {
        checkShown(error)
        for secret in ["previous-access-token", "previous-refresh-token", "what-was-sent", "the client's secret"] {
            precondition(!error.description.contains(secret), "an error repeats a secret")
        }
    }
    try? RevocationResponse.check(
        status: status, body: Array(input.dropFirst()), token: previous, connection: connection)
}

/// Callback requests, by their query or as pasted text. Without the state nothing is believed.
let callbackTarget: FuzzTarget = { input in
    var generator = SystemRandomNumberGenerator()
    guard
        let request = try? connection.authorizationRequest(
            redirectURI: "http://127.0.0.1:1/callback", using: &generator)
    else { return }
    let text = String(decoding: input, as: UTF8.self).replacing("STATE", with: request.state)
    let callbacks = [CallbackParameters(FormEncoding.decode(text)), CallbackParameters(pasted: text)].compactMap(\.self)
    for callback in callbacks {
        _ = request.concerns(callback)
        let outcome = request.read(callback)
        if case .failure(let error) = outcome { checkShown(error) }
        if case .ignore = outcome { continue }
        precondition(callback["state"] == request.state, "believed without the state")
        let reader = OAuth1.CallbackReader(token: Redacted("token"), requiresVerifier: true, connection: "fuzz")
        _ = reader.read(callback)
    }
}

/// Discovery documents and what a connection becomes by them: every URL is https.
let metadataTarget: FuzzTarget = { input in
    guard case .object(let document)? = JSONValue(input) else { return }
    let isAbout = try? ProviderMetadata.isAbout("https://server.example", document, connection: "fuzz")
    precondition(isAbout != true || document["issuer"] == .string("https://server.example"))
    let metadata = ProviderMetadata(document, issuer: "https://server.example", allowsPlainHTTP: false)
    var bare = connection
    bare.endpoints = EndpointURLs()
    bare.endpoints.issuer = "https://server.example"
    let filled = bare.filled(from: metadata)
    let found = ProviderEndpoint.allCases.compactMap { filled.endpoints[keyPath: $0.path] }
    for url in found + Array(filled.endpoints.mtlsAliases.values) {
        precondition(Origin(url)?.scheme == "https", "an endpoint that is not https")
    }
    do throws(OAuthError) { try filled.check(ProviderEndpoint.allCases) } catch { checkShown(error) }
}

/// A message for a person: on one line, of bounded length, with nothing in it that a terminal would act on.
func checkShown(_ error: OAuthError) {
    for text in [error.message, error.advice ?? ""] {
        precondition(text.unicodeScalars.allSatisfy { !VisibleText.isHidden($0) }, "an error holds what cannot be seen")
        precondition(text.count < 3_000, "an error is too long")
    }
}

import Foundation
import OAuthClient
import OAuthCore
import Testing

@testable import OAuthLua

/// What each preset makes of a sign-in: the browser's address and the request for the token, as they are sent.
///
/// `OAUTHLUA_RECORD_SNAPSHOTS=1` writes Snapshots/presets.txt anew.
@Suite struct PresetRequestTests {
    static let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Snapshots/presets.txt").standardizedFileURL

    @Test func everyPresetBuildsItsRequests() async throws {
        let ids = PresetCatalogue.ids
        let source = try ids.map(PresetWorld.definition).joined() + "http.get('https://never.example/')"
        let connections = try await PresetWorld.connections(source)
        #expect(connections.map(\.name) == ids)
        #expect(connections.map { $0.preset?.id } == ids)
        var text = ""
        for connection in connections { text += try await Self.requests(of: connection) + "\n" }
        if ProcessInfo.processInfo.environment["OAUTHLUA_RECORD_SNAPSHOTS"] == "1" {
            try Data(text.utf8).write(to: Self.file)
            return
        }
        let recorded = try String(contentsOf: Self.file, encoding: .utf8).components(separatedBy: "\n\n")
        let now = text.components(separatedBy: "\n\n")
        #expect(now.count == recorded.count)
        for (now, recorded) in zip(now, recorded) { #expect(now == recorded) }
    }

    private static func requests(of connection: Connection) async throws -> String {
        var lines = ["# \(connection.name)"]
        let redirectURI = connection.signIn.redirectURIs[0].text(port: 8123)
        switch connection.grant {
        case .oauth1:
            lines.append("POST \(try connection.oauth1URL(.temporaryCredentials))")
            lines.append("open \(connection.endpoints.authorization?.absoluteString ?? "")")
            lines.append("POST \(try connection.oauth1URL(.tokenCredentials))")
        case .authorizationCode:
            guard connection.endpoints.authorization != nil, connection.endpoints.token != nil else {
                lines.append("by metadata of \(connection.endpoints.issuer ?? "nobody")")
                break
            }
            let request = try await connection.authorizationRequest(redirectURI: redirectURI)
            lines.append("open " + masked(request.url.absoluteString, request))
            let exchange = try await connection.completed(
                connection.codeRequest(code: Redacted("CODE"), for: request), now: Date(timeIntervalSince1970: 0))
            lines += described(exchange).map { masked($0, request) }
        default:
            guard let request = try await connection.grantRequest(now: Date(timeIntervalSince1970: 0)) else { break }
            lines += described(try await connection.completed(request, now: Date(timeIntervalSince1970: 0)))
        }
        if let base = connection.baseURL { lines.append("base \(base.template)") }
        if !connection.hosts.entries.isEmpty {
            lines.append(
                "hosts "
                    + connection.hosts.entries.map { "\($0.isWildcard ? "*." : "")\($0.host)" }.joined(separator: " "))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func described(_ request: TokenEndpointRequest) -> [String] {
        var lines = ["\(request.method.rawValue) \(unsigned(request.target.absoluteString))"]
        for header in request.headers where header.name != .accept && header.name != .contentType {
            let value =
                header.value.hasPrefix("Basic ")
                ? "Basic " + String(decoding: Data(base64Encoded: String(header.value.dropFirst(6)))!, as: UTF8.self)
                : header.value
            lines.append("  \(header.name.rawName): \(value)")
        }
        let body = String(decoding: request.body.reveal(), as: UTF8.self)
        if !body.isEmpty { lines.append("  \(unsigned(body))") }
        return lines
    }

    /// A signature differs each time.
    private static func unsigned(_ text: String) -> String {
        text.replacing(#/((?:client_assertion|client_secret)=)eyJ[^&]*/#) { "\($0.output.1)JWT" }
    }

    private static func masked(_ text: String, _ request: AuthorizationRequest) -> String {
        var text = text.replacing(request.state, with: "STATE")
        if let nonce = request.nonce { text = text.replacing(nonce, with: "NONCE") }
        if let verifier = request.codeVerifier { text = text.replacing(verifier.reveal(), with: "VERIFIER") }
        return text.replacing(#/code_challenge=[^&]*/#, with: "code_challenge=CHALLENGE")
    }
}

import Foundation
import HTTPTypes
import Testing

@testable import OAuthClient
@testable import OAuthCore

struct APIClientTests {
    private func client(_ tokens: TokenSequence = TokenSequence("token-1"), _ secrets: SecretRegistry? = nil)
        -> APIClient
    {
        APIClient(transport: AsyncHTTPTransport.test(), tokens: tokens, secrets: secrets)
    }

    private func text(_ response: APIResponse) -> String { String(decoding: response.body, as: UTF8.self) }

    @Test func `sends the token, its defaults and the caller's headers`() async throws {
        let server = ScriptedServer {
            .text("200 OK", [], $0.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n"))
        }
        let connection = Connection.test(base: "http://127.0.0.1:\(server.port)/v1", hosts: [.loopback(server.port)])
        var headers: HTTPFields = [.accept: "text/plain"]
        headers.append(HTTPField(name: .acceptLanguage, value: "de"))
        headers.append(HTTPField(name: .acceptLanguage, value: "en"))
        let response = try await client().send(
            APIRequest(
                method: "POST", url: "/items", query: [Parameter("a", "b c")], headers: headers,
                body: .json(Array("{}".utf8))),
            as: connection)
        let lines = text(response).components(separatedBy: "\n")
        #expect(server.requests[0].target == "/v1/items?a=b%20c")
        for expected in [
            "Authorization: Bearer token-1", "Accept: text/plain", "Content-Type: application/json",
            "Accept-Language: de", "Accept-Language: en", "User-Agent: oauthlua",
        ] {
            #expect(lines.contains(expected))
        }
        #expect(lines.filter { $0.hasPrefix("Accept:") }.count == 1)
        #expect(response.url.absoluteString == "http://127.0.0.1:\(server.port)/v1/items?a=b%20c")
    }

    @Test func `sends forms and files, and no token without a connection`() async throws {
        let server = ScriptedServer {
            .text("200 OK", [], "\($0["content-type"] ?? "-") \($0["authorization"] ?? "-") \($0.text)")
        }
        let form = APIRequest(
            method: "POST", url: server.url().absoluteString,
            body: .form([Parameter("a b", "ü&"), Parameter("a b", "2")]))
        #expect(try await text(client().send(form)) == "application/x-www-form-urlencoded - a+b=%C3%BC%26&a+b=2")
        let folder = TestFolder()
        let path = folder.write("file text", to: "f")
        let file = APIRequest(method: "PUT", url: server.url().absoluteString, body: .file(path, contentType: "text/x"))
        #expect(try await text(client().send(file)) == "text/x - file text")
        let user = "http://us:pw@127.0.0.1:\(server.port)/"
        #expect(
            try await text(client().send(APIRequest(url: user)))
                == "- Basic \(Data("us:pw".utf8).base64EncodedString()) ")
    }

    @Test func `refuses other hosts before it reads a token`() async throws {
        let server = ScriptedServer { _ in .text("200 OK") }
        let tokens = TokenSequence("token-1")
        for (connection, reason) in [
            (
                Connection.test(hosts: [.https("api.example"), .loopback(1)]),
                "its hosts are api.example, http://127.0.0.1:1"
            ),
            (
                Connection.test(hosts: [.loopback(server.port, host: "localhost")]),
                "its hosts are http://localhost:\(server.port)"
            ),
            (Connection.test(hosts: []), "neither hosts nor a base_url"),
        ] {
            let error = await failure {
                try await client(tokens).send(APIRequest(url: server.url("/?x=1").absoluteString), as: connection)
            }
            #expect(error?.kind == .config)
            #expect(error?.connection == "test")
            #expect(error?.message.contains("http://127.0.0.1:\(server.port)") == true)
            #expect(error?.message.contains(reason) == true)
            #expect(error?.advice?.contains("hosts") == true)
        }
        #expect(server.requests.isEmpty)
    }

    @Test func `wants https away from loopback`() async throws {
        let entry = HostAllowList.Entry(scheme: "http", host: "api.invalid", port: 80, isWildcard: false)
        let refused = await failure {
            try await client().send(APIRequest(url: "http://api.invalid/"), as: .test(hosts: [entry]))
        }
        #expect(refused?.kind == .config)
        #expect(refused?.advice?.contains("allow_http") == true)
        let allowed = await failure {
            try await client().send(
                APIRequest(url: "http://api.invalid/"), as: .test(hosts: [entry], allowsPlainHTTP: true))
        }
        #expect(allowed?.kind == .network)
    }

    @Test(arguments: ["GET", "POST"])
    func `answers a 401 with the new token, once`(method: String) async throws {
        let server = ScriptedServer { request in
            request["authorization"] == "Bearer token-2"
                ? .text("200 OK", [], request.text) : .text("401 Unauthorized", [], "no")
        }
        let tokens = TokenSequence("token-1", "token-2")
        let connection = Connection.test(hosts: [.loopback(server.port)])
        let body: APIRequest.Content = method == "POST" ? .bytes(Array("again".utf8)) : .none
        let response = try await client(tokens).send(
            APIRequest(method: method, url: server.url().absoluteString, body: body), as: connection)
        #expect(response.status == 200)
        #expect(response.wasReplayed)
        #expect(text(response) == (method == "POST" ? "again" : ""))
        #expect(tokens.rejected == ["token-1"])
        #expect(server.requests.count == 2)
    }

    /// RFC 6750 §3.1 wants 401; Facebook says the same with 400.
    @Test(arguments: [
        ("OAuth \"Platform\" \"invalid_token\" \"It has ended\"", true), ("Bearer error=\"invalid_request\"", false),
    ])
    func `answers a 400 whose challenge says that the token is not valid`(challenge: String, again: Bool) async throws {
        let server = ScriptedServer { request in
            request["authorization"] == "Bearer token-2"
                ? .text("200 OK", [], "yes") : .text("400 Bad Request", ["WWW-Authenticate: \(challenge)"], "no")
        }
        let response = try await client(TokenSequence("token-1", "token-2")).send(
            APIRequest(url: server.url().absoluteString), as: Connection.test(hosts: [.loopback(server.port)]))
        #expect(response.status == (again ? 200 : 400) && response.wasReplayed == again)
        #expect(server.requests.count == (again ? 2 : 1))
    }

    @Test func `returns the second 401, and the first where there is no new token`() async throws {
        let server = ScriptedServer { _ in
            .text("401 Unauthorized", ["WWW-Authenticate: Bearer error=\"invalid_token\""], "no")
        }
        let connection = Connection.test(hosts: [.loopback(server.port)])
        let request = APIRequest(url: server.url().absoluteString)
        let second = try await client(TokenSequence("a", "b", "c")).send(request, as: connection)
        #expect(second.status == 401)
        #expect(server.requests.map { $0["authorization"] } == ["Bearer a", "Bearer b"])
        #expect(second.challenges.first?.parameters["error"] == "invalid_token")
        let same = try await client(TokenSequence("a")).send(request, as: connection)
        #expect(same.status == 401)
        #expect(!same.wasReplayed)
        #expect(server.requests.count == 3)
        let anonymous = try await client().send(request)
        #expect(anonymous.status == 401)
        #expect(server.requests.count == 4)
    }

    @Test func `reads the scopes that a 403 asks for`() async throws {
        let server = ScriptedServer { _ in
            .text(
                "403 Forbidden",
                ["WWW-Authenticate: Bearer realm=\"x\", error=\"insufficient_scope\", scope=\"calendar mail\""])
        }
        #expect(
            try await client().send(APIRequest(url: server.url().absoluteString)).missingScopes == ["calendar", "mail"])
    }

    @Test func `follows redirects and drops the token on another origin`() async throws {
        let other = ScriptedServer { .text("200 OK", [], $0["authorization"] ?? "no token") }
        let server = ScriptedServer { [port = other.port] request in
            switch request.target {
            case "/there": .text("302 Found", ["Location: http://127.0.0.1:\(port)/x"])
            case "/here": .text("307 Temporary Redirect", ["Location: /end"])
            default: .text("200 OK", [], "\(request.method) \(request["authorization"] ?? "no token") \(request.text)")
            }
        }
        let connection = Connection.test(hosts: [.loopback(server.port), .loopback(other.port)])
        let same = try await client().send(
            APIRequest(method: "POST", url: server.url("/here").absoluteString, body: .bytes([0x78])), as: connection)
        #expect(text(same) == "POST Bearer token-1 x")
        #expect(same.redirects == 1)
        #expect(same.url.path == "/end")
        let elsewhere = try await client().send(APIRequest(url: server.url("/there").absoluteString), as: connection)
        #expect(text(elsewhere) == "no token")
        let not = try await client().send(
            APIRequest(url: server.url("/there").absoluteString, followsRedirects: false), as: connection)
        #expect(not.status == 302)
    }

    @Test func `ends redirects that go in circles`() async throws {
        let server = ScriptedServer { _ in .text("302 Found", ["Location: /again"]) }
        let error = await failure { try await client().send(APIRequest(url: server.url().absoluteString)) }
        #expect(error?.kind == .http)
        #expect(server.requests.count == 11)
    }

    @Test func `counts the limit after decompression and before an announced excess`() async throws {
        let bomb = compressed([UInt8](repeating: 0, count: 8 << 20), bits: 31)
        let packed = ScriptedServer { _ in .bytes("200 OK", ["Content-Encoding: gzip"], bomb) }
        let announced = ScriptedServer { _ in .hang(Array("HTTP/1.1 200 OK\r\nContent-Length: 2147483648\r\n\r\n".utf8))
        }
        for (server, limit) in [(packed, 1 << 20), (announced, APIRequest.standardResponseLimit)] {
            let error = await failure {
                try await client().send(APIRequest(url: server.url("/big?k=v").absoluteString, responseLimit: limit))
            }
            #expect(error?.kind == .decode)
            #expect(error?.message.contains(ByteCount(limit).description) == true)
            #expect(error?.advice?.contains("save=") == true)
            #expect(error?.url == "http://127.0.0.1:\(server.port)/big")
        }
    }

    @Test func `tells a trace's secrets from the tokens it sends`() async throws {
        let server = ScriptedServer { _ in .text("200 OK") }
        let secrets = SecretRegistry()
        _ = try await client(TokenSequence("long-token-1"), secrets).send(
            APIRequest(url: server.url().absoluteString), as: .test(hosts: [.loopback(server.port)]))
        #expect(secrets.scrub("x long-token-1") == "x <redacted>")
    }

    @Test(arguments: [
        Parameter("Bad Name", "x"), Parameter("", "x"), Parameter("X-A", "a\r\nX-B: b"), Parameter("X-A", "\u{0}"),
    ])
    func `refuses headers that HTTP does not have`(header: Parameter) {
        #expect(throws: OAuthError.self) { try HTTPFields(checking: [header]) }
    }
}

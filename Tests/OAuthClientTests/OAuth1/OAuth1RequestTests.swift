import Foundation
import HTTPTypes
import Testing

@testable import OAuthClient
@testable import OAuthCore

@Suite struct OAuth1RequestTests {
    private static let token: Token = {
        let credentials = OAuth1.Credentials(token: Redacted("tok en"), secret: Redacted("to&ken"))
        return Token(oauth1: credentials, obtainedAt: instant)
    }()

    private struct Stored: TokenSource {
        func token(for connection: Connection, rejecting: Redacted<String>?) async throws -> Token {
            OAuth1RequestTests.token
        }
    }

    private func send(
        _ request: APIRequest, _ fields: [String: DefinitionValue] = [:],
        provider: FakeOAuth1Provider = .generous(), memory: ServerMemory = ServerMemory()
    ) async throws -> [FakeOAuth1Provider.Received] {
        let client = APIClient(transport: provider, tokens: Stored(), memory: memory, now: { instant })
        _ = try await client.send(request, as: photos(fields))
        return provider.received
    }

    private func body(_ received: FakeOAuth1Provider.Received) -> String {
        switch received.request.body {
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        case .secret(let bytes): String(decoding: bytes.reveal(), as: UTF8.self)
        case .none, .file, .pieces: ""
        }
    }

    /// What a provider that signs the same request finds.
    private func expectedSignature(_ received: FakeOAuth1Provider.Received, form: String? = nil) throws -> String? {
        let names = ["callback", "verifier", "body_hash"]
        let signer = try #require(
            OAuth1.Signer(
                .hmacSHA1, clientID: "the-client", clientSecret: Redacted("the-secret"),
                token: Self.token.oauth1Credentials))
        let url = received.request.url.absoluteString
        let request = OAuth1.Request(
            method: received.request.method, url: url, form: form.map { Array($0.utf8) },
            protocolParameters: names.compactMap { name in received[name].map { Parameter("oauth_\(name)", $0) } })
        let stamp = OAuth1.Stamp(
            timestamp: try #require(Int(received["timestamp"] ?? "")), nonce: try #require(received["nonce"]))
        let header = try signer.sign(request, stamp: stamp).authorization?.reveal() ?? ""
        let value = header.split(separator: "oauth_signature=\"").last?.dropLast()
        return value.flatMap { FormEncoding.decode("s=\($0)").first?.value }
    }

    @Test func signsTheQueryAsItIsSent() async throws {
        let received = try await send(
            APIRequest(url: "/x%2Fy?q=~!*'()&q=%E2%98%83+x", query: [Parameter("q", "a b"), Parameter("e", "")]))
        #expect(received.count == 1)
        #expect(received[0]["token"] == "tok en")
        #expect(received[0]["signature"] == (try expectedSignature(received[0])))
    }

    /// Forms are signed; JSON, other bytes and files are not.
    @Test func signsForms() async throws {
        let fields = [Parameter("a b", "ü&"), Parameter("a b", ""), Parameter("c", "~!*'()")]
        let received = try await send(APIRequest(method: "POST", url: "/x", body: .form(fields)))
        #expect(received[0]["signature"] == (try expectedSignature(received[0], form: body(received[0]))))
        let raw = APIRequest(
            method: "POST", url: "/x",
            body: .bytes(Array("a=1+2&b".utf8), contentType: "Application/X-WWW-form-urlencoded; charset=UTF-8"))
        let second = try await send(raw)
        #expect(second[0]["signature"] == (try expectedSignature(second[0], form: "a=1+2&b")))
    }

    @Test(arguments: [
        APIRequest.Content.json(Array(#"{"a=b&c":1}"#.utf8)), .bytes(Array("a=b".utf8), contentType: "text/plain"),
        .bytes(Array("--x\r\n\r\na=b\r\n--x--".utf8), contentType: "multipart/form-data; boundary=x"), .none,
    ])
    func signsNoOtherBody(content: APIRequest.Content) async throws {
        let received = try await send(APIRequest(method: "POST", url: "/x", body: content))
        #expect(received[0]["signature"] == (try expectedSignature(received[0])))
        #expect(received[0]["body_hash"] == nil)
    }

    @Test func hashesOtherBodiesWhereAsked() async throws {
        let flag: [String: DefinitionValue] = ["body_hash": .boolean(true)]
        let folder = TestFolder()
        let path = folder.write("Hello World!", to: "f")
        let hash = "Lve95gjOVATpfV8EL5X4nxwjKHE="
        let bodies: [(APIRequest.Content, String?)] = [
            (.json(Array("Hello World!".utf8)), hash), (.file(path, contentType: "text/plain"), hash),
            (.none, "2jmj7l5rSw0yVb/vlWAYkK/YBwk="), (.form([Parameter("a", "b")]), nil),
        ]
        for (content, expected) in bodies {
            let received = try await send(APIRequest(method: "POST", url: "/x", body: content), flag)
            #expect(received[0]["body_hash"] == expected)
            let form = expected == nil ? body(received[0]) : nil
            #expect(received[0]["signature"] == (try expectedSignature(received[0], form: form)))
        }
    }

    @Test func placesTheParameters() async throws {
        let query = try await send(APIRequest(url: "/x?a=b"), ["placement": "query"])
        #expect(query[0].request.headers[.authorization] == nil)
        #expect(
            query[0].request.url.absoluteString.hasPrefix("https://api.photos.example/x?a=b&oauth_consumer_key="))
        let form = APIRequest(method: "POST", url: "/x", body: .form([Parameter("a", "b")]))
        let inBody = try await send(form, ["placement": "body"])
        #expect(inBody[0].request.headers[.authorization] == nil)
        #expect(body(inBody[0]).hasPrefix("a=b&oauth_consumer_key="))
        let json = try await send(APIRequest(method: "POST", url: "/x", body: .json([])), ["placement": "body"])
        #expect(json[0].request.headers[.authorization]?.hasPrefix("OAuth oauth_consumer_key=") == true)
        let realm = try await send(APIRequest(url: "/x"), ["realm": "Photos"])
        #expect(realm[0].request.headers[.authorization]?.hasPrefix(#"OAuth realm="Photos", "#) == true)
        #expect(realm[0]["signature"] == (try expectedSignature(realm[0])))
    }

    /// RFC 5849 has no word for it, but a 401 with another time in `Date` says why.
    @Test func learnsTheClockFromA401AndRetriesOnce() async throws {
        let provider = FakeOAuth1Provider { received in
            received["timestamp"] == "1700003600"
                ? FakeAnswer(body: "fine") : .status(401, [.date: "Tue, 14 Nov 2023 23:13:20 GMT"])
        }
        let memory = ServerMemory()
        let first = try await send(APIRequest(url: "/x"), provider: provider, memory: memory)
        #expect(first.map { $0["timestamp"] } == ["1700000000", "1700003600"])
        #expect(first[0]["nonce"] != first[1]["nonce"])
        let second = try await send(APIRequest(url: "/x"), provider: provider, memory: memory)
        #expect(second.count == 3, "what was learned is remembered")
    }

    @Test func a401WithTheRightTimeIsNotRepeated() async throws {
        for headers: HTTPFields in [[:], [.date: "Tue, 14 Nov 2023 22:13:22 GMT"], [.date: "nonsense"]] {
            let provider = FakeOAuth1Provider { _ in .status(401, headers) }
            #expect(try await send(APIRequest(url: "/x"), provider: provider).count == 1)
        }
    }

    /// A signature holds for one request: a redirect gets a new one, and another origin none.
    @Test func redirectsAreSignedAnew() async throws {
        let provider = FakeOAuth1Provider { received in
            switch received.path {
            case "/x": FakeAnswer(status: 302, headers: [.location: "/y"])
            case "/y": FakeAnswer(status: 302, headers: [.location: "https://elsewhere.example/z"])
            default: FakeAnswer(body: "fine")
            }
        }
        let received = try await send(APIRequest(url: "/x"), provider: provider)
        #expect(received.map(\.path) == ["/x", "/y", "/z"])
        #expect(received[1]["signature"] == (try expectedSignature(received[1])))
        #expect(received[0]["nonce"] != received[1]["nonce"])
        #expect(received[2].oauth.isEmpty)
    }

    // MARK: Without a sign-in

    private func manager(_ provider: FakeOAuth1Provider) -> TokenManager {
        TokenManager(
            store: { throw OAuthError(.store, "nobody needs the store") }, transport: provider, now: { instant })
    }

    @Test func aReadyTokenIsUsed() async throws {
        let provider = FakeOAuth1Provider.generous()
        let connection = try photos(["token": "ready", "token_secret": "rs"])
        let client = APIClient(transport: provider, tokens: manager(provider), now: { instant })
        _ = try await client.send(APIRequest(url: "/x"), as: connection)
        #expect(provider.received.map { $0["token"] } == ["ready"])
    }

    /// Two-legged: the client speaks for itself.
    @Test func aDefinitionWithoutASignInSignsWithTheClientAlone() async throws {
        let provider = FakeOAuth1Provider.generous()
        let connection = try photos(without: ["request_token_url", "authorization_url", "token_url"])
        let client = APIClient(transport: provider, tokens: manager(provider), now: { instant })
        _ = try await client.send(APIRequest(url: "/x"), as: connection)
        #expect(provider.received.count == 1)
        #expect(provider.received[0]["consumer_key"] == "the-client")
        #expect(provider.received[0]["token"] == nil)
    }
}

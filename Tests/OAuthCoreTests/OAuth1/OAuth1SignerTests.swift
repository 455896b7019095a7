import Foundation
import Testing

@testable import OAuthCore

@Suite struct OAuth1SignerTests {
    static let stamp = OAuth1.Stamp(timestamp: 1_700_000_000, nonce: "n0nce")

    static func signer(
        _ method: OAuth1.SignatureMethod = .plaintext, token: Bool = true, realm: String? = nil,
        sendsVersion: Bool = false
    ) throws -> OAuth1.Signer {
        let key = method.usesPrivateKey ? try rsaKey("oauth-wiki-private-key.pem") : nil
        let credentials = OAuth1.Credentials(token: Redacted("tk"), secret: Redacted("ts"))
        return try #require(
            OAuth1.Signer(
                method, clientID: "key", clientSecret: Redacted("cs"), token: token ? credentials : nil,
                privateKey: key, realm: realm, sendsVersion: sendsVersion))
    }

    /// What base strings must agree on, whoever writes the URL.
    @Test(arguments: [
        // default ports, small letters, user information, fragments
        ("HTTP://Example.COM:80/Path", "GET&http%3A%2F%2Fexample.com%2FPath&"),
        ("https://example.com:443", "GET&https%3A%2F%2Fexample.com%2F&"),
        ("http://example.com:443/", "GET&http%3A%2F%2Fexample.com%3A443%2F&"),
        ("https://example.com:80/", "GET&https%3A%2F%2Fexample.com%3A80%2F&"),
        ("http://example.com:/", "GET&http%3A%2F%2Fexample.com%2F&"),
        ("http://[::1]:8080/x", "GET&http%3A%2F%2F%5B%3A%3A1%5D%3A8080%2Fx&"),
        ("http://[::1]/x", "GET&http%3A%2F%2F%5B%3A%3A1%5D%2Fx&"),
        ("http://user:pass@example.com/x", "GET&http%3A%2F%2Fexample.com%2Fx&"),
        ("http://example.com/x?a=1#b=2", "GET&http%3A%2F%2Fexample.com%2Fx&a%3D1"),
        // the path is signed as it is sent
        ("http://example.com/a%2fb/%7E~!*'()", "GET&http%3A%2F%2Fexample.com%2Fa%252fb%2F%257E~%21%2A%27%28%29&"),
        // ~!*'() in parameters: only the tilde is unreserved
        ("http://example.com/?a=~!*'()", "GET&http%3A%2F%2Fexample.com%2F&a%3D~%2521%252A%2527%2528%2529"),
        ("http://example.com/?a=%7e%21%2A%27%28%29", "GET&http%3A%2F%2Fexample.com%2F&a%3D~%2521%252A%2527%2528%2529"),
        // non-ASCII, spaces both ways, a stray percent sign
        ("http://example.com/?q=%E2%98%83+x%20y", "GET&http%3A%2F%2Fexample.com%2F&q%3D%25E2%2598%2583%2520x%2520y"),
        ("http://example.com/?q=100%&r=%zz", "GET&http%3A%2F%2Fexample.com%2F&q%3D100%2525%26r%3D%2525zz"),
        ("http://example.com/?q=%ff", "GET&http%3A%2F%2Fexample.com%2F&q%3D%25FF"),
        // repeated, empty and nameless parameters
        ("http://example.com/?b=2&a=2&a=1&a=", "GET&http%3A%2F%2Fexample.com%2F&a%3D%26a%3D1%26a%3D2%26b%3D2"),
        ("http://example.com/?&a&&b=&", "GET&http%3A%2F%2Fexample.com%2F&a%3D%26b%3D"),
        ("http://example.com/?=x", "GET&http%3A%2F%2Fexample.com%2F&%3Dx"),
        ("http://example.com/?a=b=c", "GET&http%3A%2F%2Fexample.com%2F&a%3Db%253Dc"),
        // sorted by bytes of the encoded name, the shorter first; names are not joined to values before
        (
            "http://example.com/?aa=1&a=2&A=3&a%21=4",
            "GET&http%3A%2F%2Fexample.com%2F&A%3D3%26a%3D2%26a%2521%3D4%26aa%3D1"
        ),
        ("http://example.com/?a-=1&a=2", "GET&http%3A%2F%2Fexample.com%2F&a%3D2%26a-%3D1"),
        // a signature is never signed, a realm that is a real parameter is
        ("http://example.com/?oauth_signature=x&realm=r", "GET&http%3A%2F%2Fexample.com%2F&realm%3Dr"),
    ])
    func normalizes(url: String, expected: String) {
        #expect(baseString("get", url) == expected)
    }

    @Test func signsTheFormWithTheQuery() {
        #expect(
            baseString("POST", "http://a.example/?z=1&f=2", form: "f=1+1&%C3%A9=%2B")
                == "POST&http%3A%2F%2Fa.example%2F&%25C3%25A9%3D%252B%26f%3D1%25201%26f%3D2%26z%3D1")
    }

    @Test func putsTheParametersIntoTheHeader() throws {
        let request = OAuth1.Request(method: "GET", url: "https://api.example/x?a=b#c")
        let signed = try Self.signer(realm: #"a "b" \c"#).sign(request, stamp: Self.stamp)
        #expect(signed.url == "https://api.example/x?a=b#c")
        #expect(signed.form == nil)
        #expect(
            signed.authorization?.reveal()
                == #"OAuth realm="a \"b\" \\c", oauth_consumer_key="key", oauth_signature_method="PLAINTEXT", "#
                + #"oauth_token="tk", oauth_timestamp="1700000000", oauth_nonce="n0nce", oauth_signature="cs%26ts""#)
    }

    @Test(arguments: [
        ("https://api.example/x", "https://api.example/x?"), ("https://api.example/x?", "https://api.example/x?"),
        ("https://api.example/x?a=b", "https://api.example/x?a=b&"),
        ("https://api.example/x?a=b&#f?", "https://api.example/x?a=b&"),
    ])
    func putsTheParametersIntoTheQuery(url: String, expected: String) throws {
        let signed = try Self.signer(realm: "r").sign(
            OAuth1.Request(method: "GET", url: url), placement: .query, stamp: Self.stamp)
        #expect(
            signed.url == expected + "oauth_consumer_key=key&oauth_signature_method=PLAINTEXT&oauth_token=tk"
                + "&oauth_timestamp=1700000000&oauth_nonce=n0nce&oauth_signature=cs%26ts")
        #expect(signed.authorization == nil)
    }

    @Test(arguments: [("", ""), ("a=b", "a=b&"), ("a=b&", "a=b&")])
    func putsTheParametersIntoTheForm(form: String, expected: String) throws {
        let request = OAuth1.Request(method: "POST", url: "https://api.example/x", form: Array(form.utf8))
        let signed = try Self.signer(token: false).sign(request, placement: .body, stamp: Self.stamp)
        let sent = try #require(signed.form).reveal()
        #expect(
            String(decoding: sent, as: UTF8.self) == expected
                + "oauth_consumer_key=key&oauth_signature_method=PLAINTEXT"
                + "&oauth_timestamp=1700000000&oauth_nonce=n0nce&oauth_signature=cs%26")
        #expect(signed.authorization == nil)
        #expect(signed.url == "https://api.example/x")
    }

    /// JSON has no place for them.
    @Test func aRequestWithoutAFormUsesTheHeader() throws {
        let request = OAuth1.Request(method: "GET", url: "https://api.example/x", bodyHash: "aGFzaA==")
        let signed = try Self.signer().sign(request, placement: .body, stamp: Self.stamp)
        #expect(signed.authorization?.reveal().contains(#"oauth_body_hash="aGFzaA%3D%3D""#) == true)
        #expect(signed.form == nil)
    }

    /// Wherever the parameters stand, the signature is the same: it covers what is sent, not where.
    @Test(arguments: OAuth1.SignatureMethod.allCases) func signsThePlacementsAlike(
        method: OAuth1.SignatureMethod
    ) throws {
        let signer = try Self.signer(method, realm: "r", sendsVersion: true)
        let request = OAuth1.Request(
            method: "POST", url: "https://api.example/x?q=1", form: Array("a=b".utf8),
            protocolParameters: [Parameter("oauth_verifier", "v/1")])
        let header = try #require(signer.sign(request, stamp: Self.stamp).authorization).reveal()
        let url = try signer.sign(request, placement: .query, stamp: Self.stamp).url
        let body = try #require(signer.sign(request, placement: .body, stamp: Self.stamp).form).reveal()
        let parts = [url, String(decoding: body, as: UTF8.self)].map { text in
            FormEncoding.decode(text.split(separator: "?").last ?? "").first { $0.name == "oauth_signature" }?.value
        }
        let signature = try #require(parts[0])
        #expect(parts[1] == signature)
        #expect(header.hasSuffix("oauth_signature=\"\(FormEncoding.encode(signature))\""))
        #expect(header.contains(#"oauth_version="1.0", oauth_timestamp="1700000000""#))
        #expect(header.contains(#"oauth_verifier="v%2F1""#))
    }

    @Test(arguments: OAuth1.SignatureMethod.allCases.filter(\.usesPrivateKey))
    func rsaNeedsAPrivateKey(method: OAuth1.SignatureMethod) {
        #expect(OAuth1.Signer(method, clientID: "key", clientSecret: Redacted("cs")) == nil)
    }

    /// The key of the wiki's test cases has 1024 bits.
    @Test func readsKeysOfAllKinds() throws {
        _ = try rsaKey("oauth-wiki-private-key.pem")
        for name in ["rsa-pkcs1", "rsa-pkcs8"] { _ = try OAuth1.RSAKey(Vectors.key(name), connection: "c") }
        #expect("\(try rsaKey("oauth-wiki-private-key.pem"))" == "<redacted>")
    }

    @Test(arguments: ["nonsense", "{}", "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----"])
    func refusesWhatIsNoRSAKey(text: String) {
        do throws(OAuthError) {
            _ = try OAuth1.RSAKey(Redacted(text), connection: "c")
            Issue.record("accepted")
        } catch {
            #expect(error.kind == .config)
            #expect(error.connection == "c")
            #expect(!"\(error)".contains("c2VjcmV0"))
        }
    }
}

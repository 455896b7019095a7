import Foundation
import Testing

@testable import OAuthCore

@Suite struct HostTests {
    private func origin(_ text: String) throws -> Origin {
        let url = try #require(URL(string: text))
        return try #require(Origin(url))
    }

    @Test(arguments: [
        (["api.example.com"], "https://api.example.com/x", true),
        (["api.example.com"], "https://API.Example.COM:443/x", true),
        (["API.example.com"], "https://api.example.com/", true),
        (["api.example.com"], "http://api.example.com/", false),
        (["api.example.com"], "http://api.example.com:443/", false),
        (["api.example.com"], "https://api.example.com:8443/", false),
        (["api.example.com"], "https://api.example.com.evil.com/", false),
        (["api.example.com"], "https://evil.com/api.example.com", false),
        (["api.example.com"], "https://api.example.com@evil.com/", false),
        (["api.example.com"], "https://sub.api.example.com/", false),
        (["api.example.com"], "https://api.example.com./", false),
        (["api.example.com"], "https://xapi.example.com/", false),
        (["api.example.com:8443"], "https://api.example.com:8443/", true),
        (["api.example.com:8443"], "https://api.example.com/", false),
        (["api.example.com:8443"], "http://api.example.com:8443/", false),
        (["*.example.com"], "https://a.example.com/", true), (["*.example.com"], "https://a.b.example.com/", true),
        (["*.example.com"], "https://example.com/", false), (["*.example.com"], "https://aexample.com/", false),
        (["*.example.com"], "https://a.example.com.evil.com/", false),
        (["*.example.com"], "http://a.example.com/", false),
        (["127.0.0.1:8080"], "http://127.0.0.1:8080/", true), (["127.0.0.1:8080"], "https://127.0.0.1:8080/", true),
        (["127.0.0.1:8080"], "http://127.0.0.1:8081/", false), (["127.0.0.1:8080"], "http://localhost:8080/", false),
        (["127.0.0.1:8080"], "http://127.0.0.1.evil.com:8080/", false),
        (["127.0.0.1:8080"], "http://127.0.0.1:8080@evil.com/", false),
        (["localhost"], "http://localhost/", true), (["localhost"], "http://LOCALHOST:80/", true),
        (["[::1]:9000"], "http://[::1]:9000/", true), (["[::1]:9000"], "http://[::2]:9000/", false),
        ([], "https://api.example.com/", false), (["api.example.com"], "ftp://api.example.com/", false),
        (["api.example.com"], "https://api%2eexample.com/", false),
    ])
    func comparesSchemeHostAndPort(hosts: [String], url: String, isAllowed: Bool) throws {
        let connection = try connection(["hosts": .list(hosts.map(DefinitionValue.string))])
        #expect(connection.hosts.allows(try #require(URL(string: url))) == isAllowed)
    }

    @Test(arguments: [
        ("https://api.example.com/v1", "https://api.example.com/v2", true),
        ("https://api.example.com/v1", "http://api.example.com/v1", false),
        ("https://api.example.com:444/", "https://api.example.com/", false),
        ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1", true),
        ("http://127.0.0.1:8080/v1", "https://127.0.0.1:8080/v1", false),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1", true),
    ])
    func theDefaultIsTheOriginOfTheBaseURL(base: String, url: String, isAllowed: Bool) throws {
        let connection = try connection(["base_url": .string(base)])
        #expect(connection.hosts.allows(try #require(URL(string: url))) == isAllowed)
    }

    @Test func explicitHostsReplaceTheDefault() throws {
        let connection = try connection(["base_url": "https://api.example.com/", "hosts": "files.example.com"])
        #expect(!connection.hosts.allows(URL(string: "https://api.example.com/")!))
        #expect(connection.hosts.allows(URL(string: "https://files.example.com/")!))
    }

    @Test func allowHTTPOpensPlainHTTP() throws {
        let connection = try connection([
            "allow_http": true, "base_url": "http://intranet/", "token_url": "http://intranet/token",
        ])
        #expect(connection.hosts.allows(URL(string: "http://intranet/x")!))
        #expect(!connection.hosts.allows(URL(string: "https://intranet/x")!))
        let listed = try OAuthCoreTests.connection(["allow_http": true, "hosts": "intranet:8080"])
        #expect(listed.hosts.allows(URL(string: "http://intranet:8080/x")!))
        #expect(listed.hosts.allows(URL(string: "https://intranet:8080/x")!))
    }

    @Test(arguments: [
        ("http://127.0.0.1/", true), ("http://127.255.0.9:80/", true), ("http://localhost:8080/", true),
        ("http://LOCALHOST/", true), ("http://[::1]/", true), ("https://127.0.0.1/", true),
        ("http://127.0.0.1.evil.com/", false), ("http://127.0.0.1@evil/", false), ("http://127.1/", false),
        ("http://127.0.0.256/", false), ("http://127.0.0.1./", false), ("http://localhost./", false),
        ("http://localhost.evil.com/", false), ("http://xlocalhost/", false), ("http://128.0.0.1/", false),
        ("http://[::2]/", false), ("http://0x7f.0.0.1/", false), ("http://127.0.0.0001/", false),
        ("http://[::ffff:127.0.0.1]/", false),
    ])
    func recognizesLoopback(url: String, isLoopback: Bool) throws {
        #expect(try origin(url).isLoopback == isLoopback)
    }

    @Test(arguments: [
        ("https://A.example:443/x?y", "https://a.example"), ("http://a.example:80", "http://a.example"),
        ("http://a.example:443", "http://a.example:443"), ("http://[::1]:8/", "http://[::1]:8"),
    ])
    func originsHaveOneSpelling(url: String, expected: String) throws {
        #expect(try origin(url).description == expected)
    }

    @Test func shownURLsHoldNoSecrets() {
        let url = URL(string: "https://me:hunter2@a.example/path?token=hunter2#hunter2")!
        #expect(url.withoutSecrets == "https://a.example/path")
    }

    @Test(arguments: [
        ("http://127.0.0.1/callback", "http://127.0.0.1:5000/callback"),
        ("http://127.0.0.1:0/", "http://127.0.0.1:5000/"),
        ("http://localhost:8080/cb", "http://localhost:8080/cb"), ("http://localhost:8080", "http://localhost:8080"),
        ("http://LocalHost:8080/CB/", "http://LocalHost:8080/CB/"), ("http://[::1]:8080/cb", "http://[::1]:8080/cb"),
        ("http://127.0.0.1:8080/a%20b", "http://127.0.0.1:8080/a%20b"),
        ("https://client.example.com/cb?x=1", "https://client.example.com/cb?x=1"),
        ("https://localhost:8443/cb", "https://localhost:8443/cb"), ("com.example.app:/cb", "com.example.app:/cb"),
        ("urn:ietf:wg:oauth:2.0:oob", "urn:ietf:wg:oauth:2.0:oob"), ("My_Shop-MyShop-Prod-x", "My_Shop-MyShop-Prod-x"),
    ])
    func redirectURIsKeepEveryCharacter(given: String, sent: String) throws {
        #expect(try connection(["redirect_uri": .string(given)]).signIn.redirectURIs[0].text(port: 5000) == sent)
    }
}

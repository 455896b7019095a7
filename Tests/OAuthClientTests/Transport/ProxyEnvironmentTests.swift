import Foundation
import Testing

@testable import OAuthClient
@testable import OAuthCore

struct ProxyEnvironmentTests {
    private static let http = ProxyChoice.http(host: "p", port: 3128, credentials: nil)

    @Test(arguments: [
        ("https://a.example/", ["https_proxy": "http://p:3128"], http),
        ("https://a.example/", ["HTTPS_PROXY": "p:3128"], http),
        ("https://a.example/", ["https_proxy": "http://p:3128/", "HTTPS_PROXY": "http://other:1"], http),
        ("https://a.example/", ["https_proxy": "", "HTTPS_PROXY": "http://p:3128"], http),
        ("http://a.example/", ["http_proxy": "http://p:3128"], http),
        ("http://a.example/", ["HTTP_PROXY": "http://p:3128"], .direct),
        ("http://a.example/", ["https_proxy": "http://p:3128"], .direct),
        ("https://a.example/", ["http_proxy": "http://p:3128"], .direct),
        ("http://a.example/", ["all_proxy": "http://p:3128"], http),
        ("https://a.example/", ["ALL_PROXY": "socks5://p"], .socks(host: "p", port: 1080)),
        ("https://a.example/", ["ALL_PROXY": "socks5h://p:9"], .socks(host: "p", port: 9)),
        ("https://a.example/", ["all_proxy": "socks5://s:1", "https_proxy": "http://p:3128"], http),
        ("https://a.example/", ["https_proxy": "http://[::1]:3128"], .http(host: "::1", port: 3128, credentials: nil)),
        ("http://127.0.0.1:8/", ["http_proxy": "http://p:3128"], http),
        ("https://a.example/", ["https_proxy": "http://p:3128", "no_proxy": "a.example"], .direct),
        ("https://a.example/", ["https_proxy": "http://p:3128", "NO_PROXY": "*"], .direct),
        ("https://a.example/", [:], .direct),
    ])
    func `chooses as curl does`(url: String, environment: [String: String], choice: ProxyChoice) throws {
        #expect(try ProxyEnvironment(environment).choose(for: URL(string: url)!) == choice)
    }

    @Test func `reads a user name and password that hold special characters`() throws {
        let choice = try ProxyChoice("http://us%40er:pa:ss@wo%2Frd@p:1", variable: "https_proxy")
        let credentials = Redacted(BasicCredentials(user: "us@er", password: "pa:ss@wo/rd"))
        #expect(choice == .http(host: "p", port: 1, credentials: credentials))
        #expect("\(choice)" == "p:1")
    }

    @Test(arguments: [
        "ftp://u:hunter2@p", "https://u:hunter2@p", "socks4://u:hunter2@p", "socks5://u:hunter2@p",
        "http://u:hunter2@", "http://u:hunter2@p:99999", "http://u:hunter2@p:x", "http://u:hunter2@[::1",
        "http://u:hunter2%@p",
    ])
    func `names the variable of a wrong proxy and never its password`(text: String) throws {
        let environment = ProxyEnvironment(["https_proxy": text])
        let error = #expect(throws: OAuthError.self) { try environment.choose(for: URL(string: "https://a/")!) }
        #expect(error?.kind == .config)
        #expect(error?.message.contains("https_proxy") == true)
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test(arguments: [
        ("example.com", "example.com", 443, true), ("example.com", "www.example.com", 443, true),
        (".example.com", "www.example.com", 443, true), (".example.com", "example.com", 443, true),
        ("example.com", "badexample.com", 443, false), ("example.com", "example.com.evil", 443, false),
        ("EXAMPLE.com", "example.com", 443, true), ("a.b, example.com", "example.com", 443, true),
        ("a.b example.com", "example.com", 443, true), ("example.com.", "example.com", 443, true),
        ("example.com:8443", "example.com", 8443, true), ("example.com:8443", "example.com", 443, false),
        ("127.0.0.1", "127.0.0.1", 80, true), ("127.0.0.1", "127.0.0.2", 80, false),
        ("127.0.0.0/8", "127.9.9.9", 80, true), ("10.0.0.0/9", "10.128.0.1", 80, false),
        ("10.0.0.0/9", "10.127.0.1", 80, true), ("::1", "[::1]", 80, true), ("[::1]:80", "::1", 80, true),
        ("[::1]:80", "::1", 81, false), ("fd00::/8", "fd12::1", 80, true), ("fd00::/8", "fe80::1", 80, false),
        ("0.0.1", "127.0.0.1", 80, false), ("localhost", "127.0.0.1", 80, false), ("*", "anything", 1, true),
        ("*.example.com", "www.example.com", 443, false), ("", "example.com", 443, false),
    ])
    func `exempts as curl does`(list: String, host: String, port: Int, isExempt: Bool) {
        #expect(ProxyExemptions(list).contain(host: host, port: port) == isExempt)
    }
}

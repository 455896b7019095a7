import OAuthCore
import Testing

@testable import DemoProvider

@Suite struct BaseStringTests {
    /// RFC 5849 §3.4.1.1, with the parameters of §3.4.1.3.1.
    @Test func theExampleOfTheStandard() {
        let parameters = Form(
            "b5=%3D%253D&a3=a&c%40=&a2=r%20b&oauth_consumer_key=9djdj82h48djs9d2&oauth_token=kkk9d7dh3k39sjv7"
                + "&oauth_signature_method=HMAC-SHA1&oauth_timestamp=137131201&oauth_nonce=7d8f3e4a&c2&a3=2+q"
                + "&oauth_signature=x&realm=Example"
        ).parameters
        let text = BaseString.text(method: "POST", url: "http://EXAMPLE.com:80/request", parameters: parameters)
        #expect(
            text == "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D"
                + "%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a"
                + "%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7"
        )
    }

    @Test(arguments: [
        ("https://Example.com:443", "https%3A%2F%2Fexample.com%2F"),
        ("https://example.com:80/a%20b", "https%3A%2F%2Fexample.com%3A80%2Fa%2520b"),
        ("http://[::1]:8080/x", "http%3A%2F%2F%5B%3A%3A1%5D%3A8080%2Fx"),
    ])
    func addressesAreNormal(url: String, text: String) {
        #expect(BaseString.text(method: "get", url: url, parameters: []) == "GET&\(text)&")
    }
}

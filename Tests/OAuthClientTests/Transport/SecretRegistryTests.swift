import Foundation
import Testing

@testable import OAuthClient
@testable import OAuthCore

struct SecretRegistryTests {
    private static let secret = "s3cr/t +\"x\\é"

    @Test(arguments: [
        secret, "s3cr%2Ft%20%2B%22x%5C%C3%A9", "s3cr%2ft%20%2b%22x%5c%c3%a9", "s3cr%2Ft+%2B%22x%5C%C3%A9",
        "s3cr\\/t +\\\"x\\\\é",
    ])
    func `finds every form`(form: String) {
        let registry = SecretRegistry()
        registry.add(Redacted(Self.secret))
        #expect(registry.scrub("before \(form) after") == "before <redacted> after")
    }

    @Test(arguments: ["", "a", "id", "abc", "client", "user-name"])
    func `finds Basic credentials whatever the user name`(user: String) {
        let registry = SecretRegistry()
        registry.add(Redacted("correct horse battery staple"))
        let header = Data("\(user):correct horse battery staple".utf8).base64EncodedString()
        let scrubbed = registry.scrub("Authorization: Basic \(header)")
        #expect(scrubbed.contains("<redacted>"))
        let left = scrubbed.replacingOccurrences(of: "<redacted>", with: "")
        #expect(
            !header.contains(left.split(separator: " ").last.map { String($0.suffix(12)) } ?? "-") || left.count < 45)
        #expect(scrubbed.count < 60)
    }

    @Test func `takes the longest, and leaves the rest alone`() {
        let registry = SecretRegistry()
        registry.add(Redacted("abcdef"))
        registry.add(Redacted("abcdefghij"))
        registry.add(Redacted("short"))
        registry.add(nil)
        #expect(registry.scrub("abcdefghij abcdef abcde short") == "<redacted> <redacted> abcde short")
        #expect(SecretRegistry().scrub("anything") == "anything")
    }
}

import Foundation
import Testing

@testable import OAuthClient
@testable import OAuthCore

struct CallbackPageTests {
    private let nasty = "<script>alert('1')</script>\"&\u{202e}x"

    @Test func `tells the person what to do next`() {
        let success = CallbackPage.success(connection: "google", profile: "work").text
        #expect(success.contains("<strong>google</strong> is connected for the profile <strong>work</strong>"))
        #expect(success.contains("You can close this tab and go back to the terminal."))
        let error = OAuthError(
            .permission, "access was denied", advice: "Run `oauthlua authorize google` to try again",
            oauthError: "access_denied", connection: "google")
        let failure = CallbackPage.failure(error).text
        #expect(failure.contains("Access was denied."))
        #expect(failure.contains("Run <code>oauthlua authorize google</code> to try again."))
        #expect(failure.contains("<dd>access_denied</dd>"))
        #expect(CallbackPage.failure(OAuthError(.oauth, "x")).text.contains("Go back to the terminal"))
    }

    @Test func `escapes everything and loads nothing`() {
        let error = OAuthError(.oauth, nasty, advice: "`\(nasty)` \(nasty)", oauthError: nasty, connection: nasty)
        for page in [CallbackPage.success(connection: nasty, profile: nasty), CallbackPage.failure(error)] {
            #expect(!page.text.contains("<script"))
            #expect(!page.text.contains("\u{202e}"))
            #expect(page.text.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;x"))
            #expect(page.text.firstMatch(of: /(src|href|action|onload|style)=|url\(|@import|https?:/) == nil)
        }
    }

    @Test(arguments: [
        ("a `b` c", "A <code>b</code> c."), ("`b`", "<code>b</code>."), ("a ` b", "A ` b."), ("done.", "Done."),
        ("why?", "Why?"), ("`a` and `<`", "<code>a</code> and <code>&lt;</code>."), ("", "."),
    ])
    func `sets commands as code`(text: String, expected: String) {
        #expect(CallbackPage.sentence(text) == expected)
    }

    @Test func `has a nonce of its own for every page`() {
        let one = CallbackPage.success(connection: "a", profile: nil)
        #expect(one.nonce != CallbackPage.success(connection: "a", profile: nil).nonce)
    }
}

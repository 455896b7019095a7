import Crypto
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A form that sends itself to the client (OAuth 2.0 Form Post Response Mode §2); by hand where scripts are off.
struct FormPostPage {
    var target: String
    var parameters: [Parameter]

    private static let script = "document.forms[0].submit()"
    private static let scriptHash = "sha256-" + Data(SHA256.hash(data: Data(script.utf8))).base64EncodedString()

    var page: Page {
        let fields = HTML(
            parameters.map { parameter -> HTML in
                "<input type=\"hidden\" name=\"\(parameter.name)\" value=\"\(parameter.value)\">\n"
            })
        var page = Page(
            title: "One moment",
            content: """
                <h1>One moment</h1>
                <form method="post" action="\(target)">
                \(fields)<div class="buttons"><button class="main" type="submit">Continue</button></div>
                </form>
                <script>\(HTML(stringLiteral: Self.script))</script>
                """, formTargets: [ConsentPage.formTarget(of: target)])
        page.scripts = [Self.scriptHash]
        return page
    }
}

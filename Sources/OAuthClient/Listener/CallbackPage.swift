import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What the browser shows at the end: one file, nothing loaded from anywhere, and no script but in the page that reads the
/// address.
struct CallbackPage: Sendable {
    let text: String
    /// Lets the page's own style sheet through its Content-Security-Policy, and no other.
    let nonce: String
    var hasScript = false

    static func plain(_ text: String) -> CallbackPage { CallbackPage(text: text + "\n", nonce: "") }

    static func success(connection: String, profile: String?) -> CallbackPage {
        let account = profile.map { " for the profile <strong>\(escaped($0))</strong>" } ?? ""
        return page(
            title: "Signed in", kind: "good", icon: #"<path d="M7 12.5l3.5 3.5L17 9"/>"#,
            body: """
                <p class="lead"><strong>\(escaped(connection))</strong> is connected\(account).</p>
                <p>You can close this tab and go back to the terminal.</p>
                """)
    }

    static func failure(_ error: OAuthError) -> CallbackPage {
        var body = "<p class=\"lead\">\(sentence(error.message))</p>\n"
        if let advice = error.advice {
            body += "<section><h2>What to do next</h2>\n<p>\(sentence(advice))</p></section>\n"
        } else {
            body += "<p>Go back to the terminal: it says what to do next.</p>\n"
        }
        var facts: [(String, String)] = []
        if let connection = error.connection { facts.append(("Connection", connection)) }
        if let code = error.oauthError { facts.append(("The provider said", code)) }
        if !facts.isEmpty {
            let rows = facts.map { "<div><dt>\($0.0)</dt><dd>\(escaped($0.1))</dd></div>" }
            body += "<dl>\(rows.joined())</dl>\n"
        }
        body += "<p class=\"quiet\">You can close this tab.</p>"
        return page(
            title: "Sign-in failed", kind: "bad", icon: #"<path d="M12 7v6"/><path d="M12 16.6v.1"/>"#, body: body)
    }

    /// Takes what stands behind the `#`, which browsers keep to themselves, out of the address and posts it.
    static func fragmentReader(path: String) -> CallbackPage {
        page(
            title: "Signing in", kind: "good", icon: #"<path d="M7 12h10"/>"#,
            body: """
                <p class="lead">One moment …</p>
                <noscript><p>Without JavaScript this page cannot read the provider's answer: copy the whole address from \
                the address bar, and paste it in the terminal (oauthlua authorize --paste).</p></noscript>
                <form method="post" action="\(escaped(path))"></form>
                """,
            script: """
                const form=document.forms[0];
                for(const [name,value] of new URLSearchParams(location.hash.slice(1))){
                const input=document.createElement("input");
                input.type="hidden";input.name=name;input.value=value;form.append(input)}
                history.replaceState(null,"",location.pathname);
                if(form.elements.length)HTMLFormElement.prototype.submit.call(form);
                else document.querySelector(".lead").textContent="The provider sent no answer.";
                """)
    }

    private static func page(
        title: String, kind: String, icon: String, body: String, script: String? = nil
    ) -> CallbackPage {
        var generator = SystemRandomNumberGenerator()
        let nonce = Data((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
            .base64EncodedString()
        let text = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title) – oauthlua</title>
            <style nonce="\(nonce)">\(CallbackStyle.sheet)</style>
            </head>
            <body class="\(kind)">
            <main>
            <svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="11"/>\(icon)</svg>
            <h1>\(title)</h1>
            \(body)
            </main>\(script.map { "\n<script nonce=\"\(nonce)\">\($0)</script>" } ?? "")
            <footer>Shown by <b>oauthlua</b> on this computer</footer>
            </body>
            </html>

            """
        return CallbackPage(text: text, nonce: nonce, hasScript: script != nil)
    }

    /// Escaped, with a capital and a full stop, and `code` between back ticks set as code.
    static func sentence(_ text: String) -> String {
        let text = text.prefix(1).uppercased() + text.dropFirst()
        let parts = text.split(separator: "`", omittingEmptySubsequences: false)
        var result = ""
        for (index, part) in parts.enumerated() {
            let isCode = index % 2 == 1 && index < parts.count - 1
            let opening = index > 0 && !isCode && index % 2 == 1 ? "`" : ""
            result += isCode ? "<code>\(escaped(String(part)))</code>" : opening + escaped(String(part))
        }
        return text.last.map { ".!?…".contains($0) } == true ? result : result + "."
    }

    /// For HTML text and quoted attribute values. Control characters and invisible direction marks are dropped: a
    /// provider's words must not rearrange ours.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n", "\t": result += " "
            default:
                let isHidden =
                    scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value)
                    || (0x202a...0x202e).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
                if !isHidden { result.unicodeScalars.append(scalar) }
            }
        }
        return result
    }
}

import Crypto
import HTTPTypes
import Hummingbird

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The frame of every page: one card, nothing loaded from anywhere.
struct Page: Sendable {
    var title: String
    var content: HTML
    var status = HTTPResponse.Status.ok
    /// Where a form of this page may lead in the end; browsers check the redirect after it too (CSP `form-action`).
    var formTargets: [String] = []
    /// The hashes of the scripts it may run.
    var scripts: [String] = []

    var response: Response {
        let html: HTML = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title) · Demo provider</title>
            <style>\(HTML(stringLiteral: Style.sheet))</style>
            </head>
            <body>
            <main>
            <header>\(Style.logo)<span>Demo provider</span></header>
            \(content)
            </main>
            <footer>Runs on this machine only, and forgets everything when it ends.</footer>
            </body>
            </html>

            """
        return .bytes(Array(html.text.utf8), type: "text/html; charset=utf-8", status: status, headers: headers)
    }

    private var headers: HTTPFields {
        let scripting = scripts.map { "script-src '\($0)'; " }.joined()
        let forms = formTargets.isEmpty ? "'none'" : formTargets.joined(separator: " ")
        return [
            .cacheControl: "no-store", .referrerPolicy: "no-referrer", .frameOptions: "DENY",
            .contentSecurityPolicy: "default-src 'none'; style-src '\(Style.hash)'; \(scripting)form-action \(forms); "
                + "base-uri 'none'; frame-ancestors 'none'",
        ]
    }

    /// An error that only the person sees, because there is nowhere safe to send the browser.
    static func error(_ title: String, _ detail: String, status: HTTPResponse.Status = .badRequest) -> Page {
        Page(
            title: title,
            content: """
                <div class="badge bad" aria-hidden="true">!</div>
                <h1>\(title)</h1>
                <p>\(detail)</p>
                <p class="quiet">Nothing was shared. You can close this tab.</p>
                """, status: status)
    }
}

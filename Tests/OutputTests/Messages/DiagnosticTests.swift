import Foundation
import LuaHost
import OAuthCore
import Testing

@testable import Output

@Suite struct DiagnosticTests {
    static let missing = Diagnostic(
        OAuthError(
            .authorizationRequired, "connection 'google' has no tokens for profile 'default'",
            advice: "Run `oauthlua authorize fetch_calendar.lua#google` in a terminal, then start the script again",
            status: 401,
            oauthError: "invalid_grant", connection: "google", url: "https://oauth2.googleapis.com/token"),
        frames: [
            .init(script: "fetch_calendar.lua", line: 12, context: "in function 'events'"),
            .init(script: "fetch_calendar.lua", line: 40),
            .init(script: "lib/odd\u{1B}name.lua"),
        ])
    static let multiline = Diagnostic(
        .error,
        "the response of https://api.example.com/v1/events is not JSON at byte 18\n  {\"a\": 1, \"b\": tru}\n                 ^\u{1B}[2J",
        kind: "decode")

    @Test(arguments: [nil, 40, 80, 200])
    func errorsOfAnyWidth(width: Int?) throws {
        let all = [
            Self.missing, Self.multiline, .note("no rows"),
            .warning("the key is readable by others", hint: "chmod 600 key"),
        ]
        let text = all.map { $0.text(width: width) }.joined()
        try expectSnapshot(text, "messages-\(width.map(String.init) ?? "pipe")")
    }

    /// What is known of the provider's own code comes before what is known of the definition; of a standard's, after it.
    @Test(arguments: [
        (
            "the provider refused: invalid_client (AADSTS7000222: expired)", "invalid_client", "Check the client_id",
            false
        ),
        ("the provider refused: invalid_client", "invalid_client", "Check the client_id", true),
        ("the login of 'x' has ended: invalid_rapt", "invalid_rapt", "Run: oauthlua authorize x", true),
    ])
    func explained(message: String, code: String, advice: String, isKept: Bool) throws {
        let error = OAuthError(.oauth, message, advice: advice, oauthError: code)
        let text = Diagnostic(error).text()
        let explanation = try #require(error.explanation)
        #expect(text.hasPrefix("error: \(message)\ncause: \(explanation.cause)\nhint: "), "\(text)")
        #expect(text.contains(explanation.fix) == !explanation.isStandard && text.contains(advice) == isKept, "\(text)")
        #expect(Diagnostic(error).json().contains("\"cause\":\""))
    }

    @Test func styled() throws {
        let all = [Self.missing, .note("no rows"), .warning("the key is readable by others")]
        try expectSnapshot(all.map { $0.text(width: 80, isStyled: true) }.joined(), "messages-styled")
    }

    @Test func asLogLine() throws {
        #expect(
            Self.missing.rendered(as: .json) == """
                {"level":"error","kind":"authorization_required","message":"connection 'google' has no tokens for profile 'default'",\
                "cause":"Google has ended the login: after 7 days while the app's publishing status is Testing, after 6 months unused, after a change of password (mail scopes), or because newer logins pushed it out",\
                "hint":"Sign in again; publish the app in the console (OAuth consent screen, Audience) to be rid of the 7 days. Run `oauthlua authorize fetch_calendar.lua#google` in a terminal, then start the script again",\
                "script":"fetch_calendar.lua","line":12,"connection":"google","oauth_error":"invalid_grant","status":401,\
                "url":"https://oauth2.googleapis.com/token"}\n
                """)
        #expect(Diagnostic.note("no rows").rendered(as: .json) == "{\"level\":\"note\",\"message\":\"no rows\"}\n")
        #expect(Diagnostic.note("no rows").rendered(as: .text) == "note: no rows\n")
    }

    @Test func aLogLineHoldsWhateverAScriptRaises() throws {
        let diagnostic = Diagnostic(
            .error, "two\nlines\u{9B}", fields: ["level": text("fatal"), "raw": .string([0xFF]), "when": .number(.nan)])
        #expect(
            diagnostic.json()
                == "{\"level\":\"error\",\"message\":\"two\\nlines\\u009b\",\"raw\":\"\u{FFFD}\",\"when\":null}\n")
    }
}

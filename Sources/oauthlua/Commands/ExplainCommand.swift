import ArgumentParser
import LuaHost
import OAuthCore
import OAuthLua

/// For codes that a browser shows: a provider that refuses a redirect URI tells the person, not the program.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say what a provider's error code means, and what to do about it.",
        discussion: "Without a code it lists all that are known. Errors of other commands are explained by themselves.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "As the provider's page or answer has it, like redirect_uri_mismatch or AADSTS50011.")
    var code: String?

    func run() async throws {
        await common.perform { session in
            let found = code.map(Self.meanings) ?? ErrorExplanation.all
            if found.isEmpty, let code { throw Self.unknown(code) }
            if code != nil, var page = session.console.page(for: output.settings) {
                // What it means anywhere comes first.
                for explanation in found.sorted(by: { $0.provider == nil && $1.provider != nil }) {
                    explanation.write(to: &page)
                }
                return try session.console.show(page)
            }
            let rows = found.map { explanation in
                LuaValue.table([
                    "code": .text(explanation.code), "provider": .text(explanation.provider?.rawValue ?? "any"),
                    "cause": .text(explanation.cause), "fix": .text(explanation.fix),
                ])
            }
            let shape = RowShape(name: "explanations", columns: ["code", "provider", "cause", "fix"])
            try await session.console.print(ScriptResult(.list(rows), shape: shape), as: output.settings)
        }
    }

    /// Of a code, or of a sentence that has one in it.
    private static func meanings(of said: String) -> [ErrorExplanation] {
        let words = said.split(whereSeparator: \.isWhitespace)
        let found = words.count == 1 ? ErrorExplanation.meanings(of: String(words[0])) : []
        return found.isEmpty ? ErrorExplanation.of(code: nil, in: said).map { [$0] } ?? [] : found
    }

    private static func unknown(_ code: String) -> OAuthError {
        OAuthError(
            .config, "nothing is known of the code '\(VisibleText.of(code, limit: 100))'",
            advice: ErrorExplanation.microsoftPage(of: code).map { "Microsoft says something of it: \($0)" }
                ?? nearest(code).map { "Did you mean '\($0)'?" } ?? "See `oauthlua explain` for those that are known")
    }

    /// Numbers that look alike have nothing in common.
    private static func nearest(_ code: String) -> String? {
        let names = ErrorExplanation.all.map(\.code).filter { !$0.contains(where: \.isNumber) }
        return NearestName.of(code.lowercased(), in: names.map { $0.lowercased() })
            .flatMap { found in names.first { $0.lowercased() == found } }
    }
}

extension ErrorExplanation {
    fileprivate func write(to page: inout PageText) {
        page.heading(provider.map { "\(code) (\($0.rawValue))" } ?? code)
        page.entries([("cause", cause), ("fix", fix)])
    }
}

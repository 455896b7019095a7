import TestSupport
import Testing

/// What a terminal shows in the place of a table whose cells would be cut.
@Suite struct PageTests {
    private func shown(_ arguments: [String]) async throws -> String {
        let program = try Command.oauthlua(home: TempFolder("page"))
        let process = try program.start(
            arguments, environment: ["TERM": "xterm", "NO_COLOR": "1"], terminal: TerminalSize(columns: 80, rows: 40))
        let result = try await process.wait()
        #expect(result.status == 0)
        return result.stdout.replacing("\r\n", with: "\n")
    }

    @Test func aPresetIsReadToItsEnd() async throws {
        let page = try await shown(["presets", "show", "xero"])
        #expect(page.hasPrefix("Xero\nVerified: independent sources agree on its addresses.\n- Make a \"Web app\"."))
        #expect(
            page.contains(
                """
                Write
                  oauth.connection {
                    preset = "xero",
                    client_id = secret "XERO_CLIENT_ID",
                    client_secret = secret "XERO_CLIENT_SECRET",
                  }

                """), "\(page)")
        #expect(page.contains("\n  token_url               https://identity.xero.com/connect/token\n"), "\(page)")
        for line in page.split(separator: "\n") { #expect(line.count <= 80 || line.contains("https://"), "\(line)") }
    }

    @Test func aVariableThatMustBeGivenIsInTheDefinition() async throws {
        let page = try await shown(["presets", "show", "shopify"])
        #expect(page.contains("    shop = \"…\", -- the part of the shop's address before .myshopify.com\n"), "\(page)")
        #expect(!page.contains("    api_version ="), "\(page)")
    }

    @Test func aCodeIsExplainedInFull() async throws {
        let page = try await shown(["explain", "invalid_grant"])
        #expect(page.hasPrefix("invalid_grant\n  cause  "), "what it means anywhere comes first: \(page)")
        #expect(page.contains("\n\ninvalid_grant (google)\n  cause  Google has ended the login"), "\(page)")
        #expect(!page.contains("…"), "\(page)")
    }

    @Test func whoAsksForATableGetsOne() async throws {
        #expect(try await shown(["presets", "show", "xero", "--output", "table"]).hasPrefix("key "))
    }
}

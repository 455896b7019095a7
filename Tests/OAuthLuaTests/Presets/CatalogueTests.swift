import Foundation
import OAuthCore
import Testing

@testable import OAuthLua

/// The catalogue's files, as they are in the program.
@Suite struct CatalogueTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../Sources/CPresets/presets").standardizedFileURL

    private static func names(_ suffix: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path()).filter { $0.hasSuffix(suffix) }
            .map { String($0.dropLast(suffix.count)) }.sorted()
    }

    @Test func everyFileIsInTheProgram() throws {
        #expect(PresetCatalogue.ids == (try Self.names(".json")))
        #expect(PresetCatalogue.tables.count == PresetCatalogue.ids.count)
        for id in try Self.names(".lua") {
            let file = try Data(contentsOf: Self.folder.appending(path: "\(id).lua"))
            #expect(PresetCatalogue.hooks(of: id) == Array(file), "\(id).lua")
        }
        #expect(PresetCatalogue.hooks(of: "google") == nil)
    }

    @Test func itHasEnoughAndEnoughOfItIsVerified() throws {
        #expect(PresetCatalogue.ids.count >= 800)
        #expect(try PresetCatalogue.ids.filter { try PresetWorld.preset($0).isVerified }.count >= 430)
    }

    @Test func theFilesAreInOneForm() throws {
        let script = Process()
        script.executableURL = URL(filePath: "/usr/bin/env")
        script.arguments = [
            "python3", Self.folder.appending(path: "../../../scripts/dev/presets").standardizedFileURL.path(),
            "--check",
        ]
        let output = Pipe()
        script.standardOutput = output
        try script.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        script.waitUntilExit()
        #expect(script.terminationStatus == 0 && text.isEmpty, "\(text)")
    }

    @Test(arguments: PresetCatalogue.ids) func itIsInOrder(_ id: String) throws {
        let table = try #require(PresetWorld.tables[id])
        #expect(table.values["id"]?.text == id)
        let base = table.values["extends"]?.text
        if let base { #expect(PresetWorld.tables[base] != nil, "extends \(base)") }
        let lua = [id, base].compactMap { $0 }.contains { PresetCatalogue.hooks(of: $0) != nil }
        let problems = table.problems(
            id: id, base: base.flatMap { PresetWorld.tables[$0] }, hooks: lua ? Set(HookPoint.allCases) : [])
        #expect(problems.isEmpty, "\(problems.map(\.description))")
    }

    @Test func noNameStandsForTwo() {
        var owners: [String: String] = Dictionary(PresetCatalogue.ids.map { ($0, $0) }) { $1 }
        for (id, table) in PresetCatalogue.tables {
            for alias in table.values["aliases"]?.texts ?? [] {
                #expect(owners[alias] == nil, "\(alias) of \(id) and of \(owners[alias] ?? "")")
                #expect(PresetSchema.isID(alias), "\(alias)")
                owners[alias] = id
                #expect(PresetCatalogue.find(alias)?.id == id)
            }
        }
    }

    /// Most providers compare redirect URIs to the character: with a port that is another one each time nobody could
    /// register theirs.
    @Test func onlyWhereAnyPortIsTakenThePortIsLeftOpen() throws {
        let open = try PresetCatalogue.ids.map(PresetWorld.preset).filter {
            $0.grant == "authorization_code" && $0.values["redirect_uri"] == nil
                && $0.values["client_registration"]?.text != "dynamic"
        }
        let google = open.filter { $0.values["issuer"]?.text == "https://accounts.google.com" }
        #expect(google.count > 10)
        #expect(
            Set(open.map(\.id)).subtracting(google.map(\.id)) == [
                "github", "github-enterprise", "gitlab", "keycloak", "spotify", "strava",
                // A redirect URI is the person's own there, or has another name.
                "amazon-selling-partner", "apple", "ebay", "ebay-sandbox", "tiktok", "tiktok-ads",
                "tiktok-business-accounts",
            ])
    }

    @Test func aHookFileBelongsToAPresetAndIsShort() throws {
        for id in try Self.names(".lua") {
            #expect(PresetWorld.tables[id] != nil, "\(id).lua")
            let lines = try String(contentsOf: Self.folder.appending(path: "\(id).lua"), encoding: .utf8)
                .split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count <= 21, "\(id).lua")
        }
    }

    @Test func namesThatAreNone() {
        for name in ["", "Google", "../google", "goo", "gogle", "\"", "google\",\n"] {
            #expect(PresetCatalogue.find(name) == nil, "\(name)")
        }
    }
}

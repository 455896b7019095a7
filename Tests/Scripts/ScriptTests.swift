import Foundation
import TestSupport
import Testing

/// Every script in scripts/, as it is shipped.
@Suite struct ScriptTests {
    @Test(arguments: try shipped()) func isShortAndSaysWhatItDoes(name: String) throws {
        let lines = try String(contentsOfFile: Repository.path("scripts/\(name)"), encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false
        ).dropLast()
        #expect(lines.count <= 30, "\(name) has \(lines.count) lines")
        #expect(lines[0].hasPrefix("-- ") && lines[0].hasSuffix("."), "\(name) begins with \(lines[0])")
        #expect(lines[1].hasPrefix("--   oauthlua run "), "\(name): \(lines[1])")
    }

    @Test func mailsOfGmail() async throws {
        let providers = try await Providers()
        let result = try await providers.run("gmail_list.lua", flags: ["--output=csv"])
        let lines = result.stdout.components(separatedBy: "\r\n").dropLast()
        try #require(result.status == 0 && lines.count == 51, "\(result)")
        #expect(lines.first == "date,from,subject", "\(result)")
        #expect(lines[1] == "\"Mon, 23 Nov 2026 10:00:00 +0000\",Person 0 <p0@example.com>,Grüße 0", "\(result)")
        #expect(lines[50].hasSuffix("Grüße 49"), "\(result)")
        // Three pages of ids, though there are more.
        #expect(providers.requests.filter { $0.contains("/users/me/messages?") && $0.hasSuffix(" 200") }.count == 3)

        let none = try await providers.run(
            "gmail_list.lua", flags: ["--param=search=is:empty", "--output=json"], authorizing: false)
        #expect(none.status == 0 && none.stdout == "[]\n", "\(none)")
    }

    @Test func issuesOfGitHub() async throws {
        let providers = try await Providers()
        let result = try await providers.run("github_issues.lua", flags: ["--output=markdown"])
        let lines = result.stdout.split(separator: "\n")
        try #require(result.status == 0 && lines.count == 8, "\(result)")
        #expect(lines.first?.contains("last change") == true, "\(result)")
        #expect(lines.last?.contains("https://github.com/octo/repo/issues/6") == true, "\(result)")
    }

    @Test func topTracksOfSpotify() async throws {
        let result = try await Providers().run("spotify_top_tracks.lua", flags: ["--output=csv"])
        let lines = result.stdout.components(separatedBy: "\r\n").dropLast()
        try #require(result.status == 0 && lines.count == 71, "\(result)")
        #expect(lines.first == "track,artists,album,minutes", "\(result)")
        #expect(lines.last == "Track 69,\"Ann, Band 69\",Album 6,4.2", "\(result)")
    }

    @Test func channelsOfSlack() async throws {
        let result = try await Providers().run("slack_channels.lua", flags: ["--output=csv"])
        #expect(
            result.stdout
                == "name,members,topic\r\n#general,120,All & more\r\n#données,95,Chiffres\r\n#random,80,\r\n",
            "\(result)")
    }

    @Test func eventsOfMicrosoft() async throws {
        let result = try await Providers().run("microsoft_events.lua", flags: ["--output=csv"])
        let lines = result.stdout.components(separatedBy: "\r\n").dropLast()
        try #require(result.status == 0 && lines.count == 7, "\(result)")
        #expect(lines[1] == "2026-11-24T09:00:00.0000000,Meeting 4,Room 4,Adele", "\(result)")
    }

    @Test func activitiesOfStravaOnlyOnce() async throws {
        let providers = try await Providers()
        let first = try await providers.run("strava_activities.lua", flags: ["--output=ndjson"])
        #expect(first.status == 0 && first.stdout.split(separator: "\n").count == 120, "\(first)")
        #expect(first.stdout.hasPrefix(#"{"date":"2026-01-01T06:00:00Z","id":1000,"km":5.0"#), "\(first)")
        let second = try await providers.run(
            "strava_activities.lua", flags: ["--output=ndjson"], authorizing: false)
        #expect(second.status == 0 && second.stdout == "", "\(second)")
        let full = try await providers.run(
            "strava_activities.lua", flags: ["--output=ndjson", "--full"], authorizing: false)
        #expect(full.status == 0 && full.stdout.split(separator: "\n").count == 120, "\(full)")
    }

    @Test func recordsOfDiscogs() async throws {
        let result = try await Providers().run("discogs_collection.lua", flags: ["--output=csv"])
        let lines = result.stdout.components(separatedBy: "\r\n").dropLast()
        try #require(result.status == 0 && lines.count == 5, "\(result)")
        #expect(lines[1] == "\"The \"\"Quartet\"\"\",\"Record, No. 1\",1961,2025-01-01T10:00:00-07:00", "\(result)")
    }

    @Test func aReportFromCSV() async throws {
        let flags = ["--param=url=https://reports.example.com/sales.csv", "--output=csv"]
        let result = try await Providers().run("csv_report.lua", flags: flags, authorizing: false)
        let rows = result.stdout.components(separatedBy: "\r\n").dropLast()
        try #require(result.status == 0 && rows.count == 5, "\(result)")
        #expect(rows.first == "amount,country,month,sales", "\(result)")
        #expect(rows.contains { $0.contains("Österreich") }, "\(result)")
        let amounts = rows.dropFirst().compactMap { Double($0.split(separator: ",")[0]) }
        #expect(amounts.reduce(0, +) == 450, "\(result)")
    }

    @Test func aCalendarIsKeptInSQLite() async throws {
        let providers = try await Providers()
        let flags = ["--output=sqlite:calendar.db"]
        #expect(try await providers.run("sync_to_sqlite.lua", flags: flags).status == 0)
        func stored() async throws -> String {
            try await Command("/usr/bin/sqlite3", folder: providers.home.path).run([
                "calendar.db", "SELECT id, status, start FROM events ORDER BY id",
            ]).stdout
        }
        let before = try await stored()
        #expect(
            before
                == "e1|confirmed|2026-11-24T09:00:00Z\ne2|confirmed|2026-11-25\ne3|confirmed|2026-11-26T14:00:00Z\n")
        let again = try await providers.run("sync_to_sqlite.lua", flags: flags, authorizing: false)
        #expect(again.status == 0, "\(again)")
        #expect(try await stored() == before.replacingOccurrences(of: "e1|confirmed", with: "e1|cancelled"))
    }

    @Test func severalAccountsBecomeOneList() async throws {
        let flags = ["--param=accounts=work,home", "--output=csv"]
        let result = try await Providers().run("all_calendars.lua", flags: flags)
        let rows = result.stdout.components(separatedBy: "\r\n").dropLast()
        try #require(result.status == 0 && rows.count == 7, "\(result)")
        // Who signs in first is not said; each account has one event a day, one of them the earlier.
        #expect(Set(rows.dropFirst().map { $0.prefix(4) }) == ["home", "work"], "\(result)")
        let starts = rows.dropFirst().map { $0.split(separator: ",")[1] }
        #expect(starts == starts.sorted() && Set(starts).count == 3, "\(result)")
    }
}

private func shipped() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: Repository.path("scripts")).filter { $0.hasSuffix(".lua") }
        .sorted()
}

import Foundation
import TestSupport
import Testing

/// What goes up and comes down, through the real program.
@Suite struct TransferTests {
    @Test func aHundredMegabytesTakeNoMemory() async throws {
        let world = try await DemoWorld()
        let small = try world.home.write("return http.get('\(world.url)/api/big?mb=1').status", to: "small.lua")
        let lines = try world.home.write(
            """
            local count, bytes = 0, 0
            for line in http.get("\(world.url)/api/big?mb=100", { stream = true }):lines() do
              count, bytes = count + 1, bytes + #line + 1
            end
            return { count = count, bytes = bytes }
            """, to: "lines.lua")
        let save = try world.home.write(
            "return http.get('\(world.url)/api/big?mb=100', { save = 'big.json', checksum = 'sha256' }).saved",
            to: "save.lua")
        let base = try await world.peakMemory(["run", small])
        #expect(base.result.status == 0, "\(base.result)")
        let streamed = try await world.peakMemory(["run", "--output", "json", lines])
        #expect(streamed.result.status == 0, "\(streamed.result)")
        // The last line has no end, and was counted with one.
        #expect(streamed.result.stdout.contains("104857601") && streamed.result.stdout.contains("1638400"))
        #expect(streamed.megabytes < base.megabytes + 16, "\(streamed.megabytes) MB, with 1 MB \(base.megabytes) MB")
        let saved = try await world.peakMemory(["run", save])
        #expect(saved.result.text == "104857600", "\(saved.result)")
        #expect(saved.megabytes < base.megabytes + 16, "\(saved.megabytes) MB, with 1 MB \(base.megabytes) MB")
        let up = try await world.peakMemory(
            ["get", "-F", "f=@big.json", "-F", "title=x", "-o", "/dev/null", try await world.signedIn(), "/api/echo"])
        #expect(up.result.status == 0, "\(up.result)")
        // The provider has nothing against the size, and the body is in no memory of ours.
        #expect(up.megabytes < base.megabytes + 24, "\(up.megabytes) MB, with 1 MB \(base.megabytes) MB")
    }

    @Test func theRestIsFetchedWhereTheFirstTryEnded() async throws {
        let world = try await DemoWorld()
        let script = try await world.signedIn()
        let url = "/api/file?kb=300&cut=100000"
        let first = try await world.program.run(["get", "--retry", "0", "-C", "-", "-o", "file", script, url])
        #expect(first.status == 69 && first.stderr.contains("cut short"), "\(first)")
        #expect(!world.home.contains("file") && world.home.contains(".file.part"))
        let second = try await world.program.run(["get", "--continue", "--include", "-o", "file", script, url])
        #expect(second.status == 0, "\(second)")
        #expect(second.stdout.hasPrefix("HTTP/1.1 206 "), "\(second)")
        #expect(second.stdout.lowercased().contains("content-range: bytes 100000-307199/307200"), "\(second)")
        let whole = try await world.program.run(["get", "-o", "whole", script, "/api/file?kb=300"])
        #expect(whole.status == 0, "\(whole)")
        #expect(try world.home.bytes(of: "file").elementsEqual(world.home.bytes(of: "whole")))
        #expect(!world.home.contents.contains { $0.contains(".part") })
    }

    @Test func aChecksumIsComparedAndTold() async throws {
        let world = try await DemoWorld()
        let script = try await world.signedIn()
        let digest = try await world.program.run([
            "run",
            try world.home.write(
                "io.write(http.get('\(world.url)/api/file?kb=64', { save = 'a', checksum = 'sha256' }).sha256)",
                to: "d.lua"),
        ])
        let sum = try await Command("/usr/bin/sha256sum", folder: world.home.path).run(["a"])
        #expect(!digest.text.isEmpty && sum.stdout.hasPrefix(digest.text), "\(digest)\n\(sum)")
        let right = try await world.program.run([
            "get", "-o", "b", "--checksum", "sha256:\(digest.text)", script, "/api/file?kb=64",
        ])
        #expect(right.status == 0, "\(right)")
        let wrong = try await world.program.run([
            "get", "-o", "b", "--checksum", "sha256:\(digest.text)", script, "/api/file?kb=65",
        ])
        #expect(wrong.status == 65 && wrong.stderr.contains("checksum of b does not match"), "\(wrong)")
        #expect(try world.home.bytes(of: "b").count == 64 << 10)
    }

    @Test func formsGoUpAsCurlSendsThem() async throws {
        let world = try await DemoWorld()
        let script = try await world.signedIn()
        try world.home.write("a,b\n", to: "rows.csv")
        let result = try await world.program.run([
            "get", "-F", "title=A; B", "-F", "file=@rows.csv;type=text/x;filename=r.csv", "-F", "text=<rows.csv",
            script,
            "/api/echo",
        ])
        #expect(result.status == 0, "\(result)")
        #expect(result.stdout.contains("multipart/form-data; boundary="), "\(result)")
        let refused = [
            ["-F", "nothing"], ["-F", "a=b", "-d", "c"], ["-F", "a=@/nonexistent/x"],
            ["-F", "a=b", "-H", "Content-Type: x/y"],
        ]
        for arguments in refused {
            let result = try await world.program.run(["get"] + arguments + [script, "/api/echo"])
            #expect([64, 78].contains(result.status) && result.stdout.isEmpty, "\(arguments) \(result)")
        }
    }

    @Test func quotesAroundAFilenameAreNotPartOfIt() async throws {
        let world = try await DemoWorld()
        let script = try await world.signedIn()
        try world.home.write("a,b\n", to: "rows.csv")
        // The provider says how long the body was; the boundary, which is in it twice, has no fixed length.
        func length(_ filename: String) async throws -> Int {
            let result = try await world.program.run([
                "get", "-F", "file=@rows.csv;filename=\(filename)", script, "/api/echo",
            ])
            let answer = result.stdout
            let boundary = try #require(answer.firstMatch(of: /boundary=([-a-z0-9]+)/), "\(result)").1
            let length = try #require(answer.firstMatch(of: /"body_length": ?([0-9]+)/), "\(result)").1
            return Int(length)! - 2 * boundary.count
        }
        let plain = try await length("my__file.csv")
        #expect(try await length(#""my; file.csv""#) == plain)
    }

    /// Superusers only: a disk of its own.
    @Test(.enabled(if: SmallDisk.isPossible)) func aFullDiskEndsInOneErrorAndNoRest() async throws {
        let world = try await DemoWorld()
        let disk = try SmallDisk(megabytes: 1)
        for resume in ["false", "true"] {
            let script = try world.home.write(
                "http.get('\(world.url)/api/file?kb=4096', { save = '\(disk.path)/out', resume = \(resume) })",
                to: "full.lua")
            let result = try await world.program.run(["run", script])
            #expect(result.status == 74, "\(result)")
            #expect(result.stderr.contains("\(disk.path)/out: no space left on device"), "\(result)")
            let left = try FileManager.default.contentsOfDirectory(atPath: disk.path).sorted()
            #expect(left == (resume == "true" ? [".out.part", ".out.part.mark"] : []))
        }
    }

    @Test func theFirstFailureOfManyEndsThemAll() async throws {
        let world = try await DemoWorld()
        let script = try world.home.write(
            """
            local paths = {}
            for i = 1, 200 do paths[i] = i == 20 and "/api/status/503" or i < 20 and "/api/echo?n=" .. i or "/api/slow?ms=60000" end
            return task.map(paths, function(path) return http.get("\(world.url)" .. path):expect().status end, { limit = 50 })
            """, to: "many.lua")
        let start = ContinuousClock.now
        let result = try await world.program.run(["run", "--max-connections", "60", script])
        #expect(result.status == 75 && result.stderr.contains("503"), "\(result)")
        #expect(ContinuousClock.now - start < .seconds(30))
        let all = try world.home.write(
            """
            local numbers = {}
            for i = 1, 300 do numbers[i] = i end
            local seen = task.map(numbers, function(n)
              return tonumber(http.get("\(world.url)/api/echo?n=" .. n):json().query[1].value)
            end, { limit = 100 })
            for i, n in ipairs(seen) do assert(i == n) end
            return #seen
            """, to: "all.lua")
        let done = try await world.program.run(["run", all])
        #expect(done.text == "300", "\(done)")
    }
}

/// A file system of its own, ended with the value.
private final class SmallDisk: Sendable {
    let path: String

    init(megabytes: Int) throws {
        path = try TempFolder("disk").path
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(megabytes)m") == 0 else {
            throw ProcessFailure(description: "no file system can be mounted here")
        }
    }

    deinit { umount2(path, Int32(MNT_DETACH)) }

    static let isPossible = (try? SmallDisk(megabytes: 1)) != nil
}

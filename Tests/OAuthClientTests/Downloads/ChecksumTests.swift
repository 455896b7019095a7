import Testing

@testable import OAuthClient
@testable import OAuthCore

struct ChecksumTests {
    /// Digests of "abc": FIPS 180-4 and RFC 1321's own examples.
    @Test(arguments: [
        ("sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "sha512",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        ),
        ("sha1", "a9993e364706816aba3e25717850c26c9cd0d89d"), ("md5", "900150983cd24fb0d6963f7d28e17f72"),
    ])
    func `computes what the standards say`(name: String, hex: String) throws {
        var hash = ChecksumHash(try Checksum(checking: name).algorithm)
        Array("a".utf8).withUnsafeBytes { hash.update($0) }
        Array("bc".utf8).withUnsafeBytes { hash.update($0) }
        #expect(hash.result == Checksum(try #require(Checksum.Algorithm(rawValue: name)), hex: hex))
        #expect(try Checksum(checking: "\(name.uppercased()):\(hex.uppercased())") == hash.result)
    }

    @Test(arguments: [
        ("", "there is no checksum ''"), ("crc32:00", "'crc32'"), ("md5:", "32 hex digits"),
        ("md5:900150983cd24fb0d6963f7d28e17f7", "32 hex digits"),
        ("sha1:zz93e364706816aba3e25717850c26c9cd0d89d0", "40"),
        ("md5:900150983cd24fb0d6963f7d28e17f72:x", "32 hex digits"),
    ])
    func `says what is wrong`(text: String, words: String) throws {
        let error = #expect(throws: OAuthError.self) { try Checksum(checking: text) }
        #expect(error?.kind == .config)
        #expect(error?.message.contains(words) == true)
    }
}

struct ContentRangeTests {
    @Test(
        arguments: [
            ("bytes 0-0/1", 0, 0, 1), ("bytes 100-999/1000", 100, 999, 1000), ("Bytes 5-9/*", 5, 9, nil),
        ] as [(String, Int, Int, Int?)])
    func `reads ranges`(text: String, first: Int, last: Int, total: Int?) {
        let range = ContentRange(text)
        #expect(range?.first == first)
        #expect(range?.last == last)
        #expect(range?.total == total)
    }

    @Test(arguments: [
        "", "bytes", "bytes */1000", "bytes 5-4/10", "bytes 0-10/10", "bytes -5/10", "bytes 5-/10", "items 0-1/2",
        "bytes 0-1/2/3", "bytes +0-1/2", "bytes 0-99999999999999999999/*", "bytes 0-1",
    ])
    func `takes nothing else for one`(text: String) { #expect(ContentRange(text) == nil) }
}

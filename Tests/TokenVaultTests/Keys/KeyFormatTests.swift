import Foundation
import Testing

@testable import TokenVault

@Suite struct KeyFormatTests {
    /// Bytes that need both of Base64's special characters, and that no text has.
    static let key: [UInt8] = [0xfb, 0xff] + (2..<32).map { UInt8($0) ^ 0xf0 }
    static let hex = key.map { String(format: "%02x", $0) }.joined()
    static let base64 = Data(key).base64EncodedString()

    @Test(arguments: [
        key, Array(hex.utf8), Array(hex.uppercased().utf8), Array((hex + "\n").utf8), Array(("  " + hex + "\r\n").utf8),
        Array(base64.utf8), Array((base64 + "\n").utf8), Array(base64.dropLast().utf8),
        Array(base64.replacing("+", with: "-").replacing("/", with: "_").utf8),
    ])
    func readsEveryForm(_ written: [UInt8]) {
        #expect(KeyFormat.read(written)?.reveal() == Self.key)
    }

    @Test(arguments: [
        [], Array("\n".utf8), Array(key.dropLast()), key + [0x80], Array(hex.dropLast().utf8), Array((hex + "0").utf8),
        Array(hex.replacing("f", with: "g").utf8), Array(base64.dropLast(2).utf8), Array("correct horse battery".utf8),
        // Half a key in hexadecimal, bare and with the newline of a text file inside the 32 bytes.
        Array(hex.prefix(32).utf8), Array((hex.prefix(31) + "\n").utf8),
        Array(Data(key + [1]).base64EncodedString().utf8),
    ])
    func refusesEverythingElse(_ written: [UInt8]) {
        #expect(KeyFormat.read(written) == nil)
    }

    @Test func readsWhatItWrites() throws {
        let key = try #require(KeyFormat.read(Self.key))
        #expect(KeyFormat.read(KeyFormat.write(key).reveal()) == key)
    }

    @Test func neverShowsAKey() throws {
        let key = try #require(KeyFormat.read(Self.key))
        let derivation = try Scrypt.fresh().key(from: .init("pass"))
        #expect("\(key) \(derivation) \(Sealer(derivation))".contains("redacted"))
        var dumped = ""
        dump(Sealer(derivation), to: &dumped)
        #expect(!dumped.contains("0x") && !dumped.contains("Secure"))
    }
}

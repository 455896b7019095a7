import Foundation
import OAuthCore
import Testing

@testable import TokenVault

@Suite struct ScryptTests {
    @Test func remembersItsParameters() {
        let fresh = Scrypt.fresh()
        #expect(fresh.salt.count == 16)
        #expect(fresh.description.hasPrefix("$scrypt$ln=15,r=8,p=1$"))
        #expect(Scrypt(fresh.description) == fresh)
        #expect(Scrypt.fresh().salt != fresh.salt)
    }

    @Test func agreesWithAnotherImplementation() throws {
        // Python: hashlib.scrypt(b"pleaseletmein", salt=b"SodiumChloride!!", n=2**15, r=8, p=1, maxmem=2**26, dklen=32)
        let scrypt = Scrypt(logCost: 15, blockSize: 8, parallelism: 1, salt: Array("SodiumChloride!!".utf8))
        let key = try scrypt.key(from: Redacted("pleaseletmein")).reveal()
        let hex = key.withUnsafeBytes { $0.map { String(format: "%02x", $0) }.joined() }
        #expect(hex == "258281b8b0d07a3756f753a80150a2191f5f3bb88a9c6f132cc6c976b83074f7")
    }

    @Test(arguments: [
        "", "$scrypt$", "$scrypt$ln=14,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA==",
        "$scrypt$ln=21,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA==",
        "$scrypt$ln=15,r=1,p=1$AAAAAAAAAAAAAAAAAAAAAA==", "$scrypt$ln=15,r=8,p=0$AAAAAAAAAAAAAAAAAAAAAA==",
        "$scrypt$ln=15,r=8,p=1$AAAA", "$scrypt$ln=15,r=8$AAAAAAAAAAAAAAAAAAAAAA==",
        "$scrypt$ln=x,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA==", "$argon2$ln=15,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA==",
        "$scrypt$ln,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA==",
    ])
    func refusesWhatItNeverWrote(_ written: String) {
        #expect(Scrypt(written) == nil)
    }
}

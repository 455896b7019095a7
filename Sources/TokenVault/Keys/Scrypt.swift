import Crypto
import CryptoExtras
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How a passphrase becomes a key (RFC 7914). Kept in the store in the PHC string format, since it is no secret.
struct Scrypt: Equatable {
    /// The cost N is 2 to this power.
    var logCost: Int
    var blockSize: Int
    var parallelism: Int
    var salt: [UInt8]

    /// 32 MB and a tenth of a second: what a cron job can afford at every start.
    static func fresh() -> Scrypt {
        var random = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        return Scrypt(logCost: 15, blockSize: 8, parallelism: 1, salt: salt)
    }

    func key(from passphrase: Redacted<String>) throws -> Redacted<SymmetricKey> {
        let memory = 128 * blockSize * (1 << logCost)
        return Redacted(
            try KDF.Scrypt.deriveKey(
                from: Array(passphrase.reveal().utf8), salt: salt, outputByteCount: KeyFormat.byteCount,
                rounds: 1 << logCost, blockSize: blockSize, parallelism: parallelism, maxMemory: 2 * memory))
    }

    /// `$scrypt$ln=15,r=8,p=1$<salt in Base64>`.
    var description: String {
        "$scrypt$ln=\(logCost),r=\(blockSize),p=\(parallelism)$\(Data(salt).base64EncodedString())"
    }

    /// Nil for what we never wrote. That includes costs below ours, which would let someone who can write the file, but
    /// not read the passphrase, make us seal with a key that is cheap to guess; and costs that no machine can pay.
    init?(_ description: String) {
        let parts = description.split(separator: "$").map(String.init)
        guard parts.count == 3, parts[0] == "scrypt", let salt = Data(base64Encoded: parts[2]), salt.count >= 16 else {
            return nil
        }
        let costs = parts[1].split(separator: ",").map { $0.split(separator: "=") }
        guard costs.map({ $0.first }) == ["ln", "r", "p"], costs.allSatisfy({ $0.count == 2 }),
            let logCost = Int(costs[0][1]), let blockSize = Int(costs[1][1]), let parallelism = Int(costs[2][1]),
            (15...20).contains(logCost), (8...32).contains(blockSize), (1...16).contains(parallelism)
        else { return nil }
        self.init(logCost: logCost, blockSize: blockSize, parallelism: parallelism, salt: Array(salt))
    }

    init(logCost: Int, blockSize: Int, parallelism: Int, salt: [UInt8]) {
        self.logCost = logCost
        self.blockSize = blockSize
        self.parallelism = parallelism
        self.salt = salt
    }
}

import Crypto
import LuaHost

/// `hash`: digests and HMACs (RFC 2104), as lower-case hex. SHA-1 and MD5 only because APIs ask for them.
enum HashFunctions {
    static let all: [SyncFunction] =
        digest("sha256", SHA256.self) + digest("sha384", SHA384.self) + digest("sha512", SHA512.self)
        + digest("sha1", Insecure.SHA1.self) + digest("md5", Insecure.MD5.self)

    private static func digest<Hash: HashFunction>(_ name: String, _: Hash.Type) -> [SyncFunction] {
        [
            SyncFunction("hash.\(name)") { arguments in
                [.string(hex(Hash.hash(data: try arguments.bytes(0, "hash.\(name)"))))]
            },
            SyncFunction("hash.hmac_\(name)") { arguments in
                let key = SymmetricKey(data: try arguments.bytes(0, "hash.hmac_\(name)"))
                let message = try arguments.bytes(1, "hash.hmac_\(name)")
                return [.string(hex(HMAC<Hash>.authenticationCode(for: message, using: key)))]
            },
        ]
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }
}

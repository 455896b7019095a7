import Crypto
import LuaHost

/// `hash`: digests and HMACs (RFC 2104), as lower-case hex. SHA-1 and MD5 only because APIs ask for them.
enum HashFunctions {
    static let all: [SyncFunction] = ["sha256", "sha384", "sha512", "sha1", "md5"].flatMap { name in
        [
            SyncFunction("hash.\(name)") { arguments in
                [.string(digest(name, try arguments.bytes(0, "hash.\(name)")) ?? [])]
            },
            SyncFunction("hash.hmac_\(name)") { arguments in
                let key = try arguments.bytes(0, "hash.hmac_\(name)")
                return [.string(hmac(name, key: key, try arguments.bytes(1, "hash.hmac_\(name)")) ?? [])]
            },
        ]
    }

    /// nil for a name that is no digest's.
    static func digest(_ name: String, _ bytes: [UInt8]) -> [UInt8]? {
        switch name {
        case "sha256": hex(SHA256.hash(data: bytes))
        case "sha384": hex(SHA384.hash(data: bytes))
        case "sha512": hex(SHA512.hash(data: bytes))
        case "sha1": hex(Insecure.SHA1.hash(data: bytes))
        case "md5": hex(Insecure.MD5.hash(data: bytes))
        default: nil
        }
    }

    static func hmac(_ name: String, key: [UInt8], _ bytes: [UInt8]) -> [UInt8]? {
        let key = SymmetricKey(data: key)
        return switch name {
        case "sha256": hex(HMAC<SHA256>.authenticationCode(for: bytes, using: key))
        case "sha384": hex(HMAC<SHA384>.authenticationCode(for: bytes, using: key))
        case "sha512": hex(HMAC<SHA512>.authenticationCode(for: bytes, using: key))
        case "sha1": hex(HMAC<Insecure.SHA1>.authenticationCode(for: bytes, using: key))
        case "md5": hex(HMAC<Insecure.MD5>.authenticationCode(for: bytes, using: key))
        default: nil
        }
    }

    static func hex(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }
}

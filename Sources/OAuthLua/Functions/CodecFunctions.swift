import LuaHost

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `base64`: RFC 4648 §4, and §5 (URL-safe, without padding) as `encode_url`/`decode_url`.
enum Base64Functions {
    static let all: [SyncFunction] = [
        SyncFunction("base64.encode") { arguments in
            [.string(Array(Data(try arguments.bytes(0, "base64.encode")).base64EncodedData()))]
        },
        SyncFunction("base64.decode") { arguments in
            [try decode(try arguments.bytes(0, "base64.decode"), "base64.decode")]
        },
        SyncFunction("base64.encode_url") { arguments in
            [.string(urlSafe(try arguments.bytes(0, "base64.encode_url")))]
        },
        SyncFunction("base64.decode_url") { arguments in
            var text = try arguments.bytes(0, "base64.decode_url").map { byte in
                switch byte {
                case UInt8(ascii: "-"): UInt8(ascii: "+")
                case UInt8(ascii: "_"): UInt8(ascii: "/")
                default: byte
                }
            }
            while text.last == UInt8(ascii: "=") { text.removeLast() }
            while text.count % 4 != 0 { text.append(UInt8(ascii: "=")) }
            return [try decode(text, "base64.decode_url")]
        },
    ]

    static func urlSafe(_ bytes: [UInt8]) -> [UInt8] {
        Data(bytes).base64EncodedData().filter { $0 != UInt8(ascii: "=") }.map {
            switch $0 {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            default: $0
            }
        }
    }

    /// White space is skipped, as in PEM and MIME; anything else foreign is an error.
    private static func decode(_ text: [UInt8], _ name: String) throws -> LuaValue {
        let compact = text.filter { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        guard let data = Data(base64Encoded: Data(compact)) else {
            throw ArgumentFailure("\(name): this is not valid base64")
        }
        return .string(Array(data))
    }
}

/// `url`: percent-encoding by RFC 3986 §2.3 (only unreserved characters stay), and query strings.
enum URLFunctions {
    static let all: [SyncFunction] = [
        SyncFunction("url.encode") { arguments in
            [.string(encode(try arguments.bytes(0, "url.encode")))]
        },
        SyncFunction("url.decode") { arguments in
            [.string(try decode(try arguments.bytes(0, "url.decode")))]
        },
        SyncFunction("url.query") { arguments in
            guard case .table(let fields)? = arguments.first else {
                if case .list(let list)? = arguments.first, list.isEmpty { return [.text("")] }
                throw ArgumentFailure("url.query: expected a table of names and values")
            }
            var parts: [[UInt8]] = []
            for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
                for value in try QueryValues.texts(value, of: name) {
                    parts.append(encode(Array(name.utf8)) + [UInt8(ascii: "=")] + encode(Array(value.utf8)))
                }
            }
            return [.string(Array(parts.joined(separator: [UInt8(ascii: "&")])))]
        },
        SyncFunction("url.parse") { arguments in [try parse(try arguments.text(0, "url.parse"))] },
    ]

    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + bytes.count / 4)
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.append(byte)
            default: result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return result
    }

    private static func decode(_ bytes: [UInt8]) throws -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "%") else {
                result.append(bytes[index])
                index += 1
                continue
            }
            guard index + 2 < bytes.count, let high = hexValue(bytes[index + 1]), let low = hexValue(bytes[index + 2])
            else { throw ArgumentFailure("url.decode: '%' at byte \(index + 1) is not followed by two hex digits") }
            result.append(high << 4 | low)
            index += 3
        }
        return result
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init)
    }

    private static func parse(_ text: String) throws -> LuaValue {
        guard let parts = URLComponents(string: text) else {
            throw ArgumentFailure("url.parse: this is not a URL: \(text)")
        }
        var fields: [String: LuaValue] = ["path": .text(parts.path)]
        fields["scheme"] = parts.scheme.map { .text($0) }
        fields["host"] = parts.host.map { .text($0) }
        fields["port"] = parts.port.map { .integer(Int64($0)) }
        fields["fragment"] = parts.fragment.map { .text($0) }
        var query: [String: LuaValue] = [:]
        for item in parts.queryItems ?? [] where query[item.name] == nil { query[item.name] = .text(item.value ?? "") }
        fields["query"] = .table(query)
        return .table(fields)
    }
}

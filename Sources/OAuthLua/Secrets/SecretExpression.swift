import Crypto
import LuaHost
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A secret as it comes out of Lua: the table that Modules/secret.lua writes for it.
indirect enum SecretExpression {
    /// `secret "NAME"`.
    case named(String)
    /// A value that Lua was given the number of.
    case hidden(Int64)
    case text([UInt8])
    case computed(String, [SecretExpression])

    /// nil for what is no secret.
    init?(_ value: LuaValue) {
        guard case .table(let fields) = value, fields.count == 1, let content = fields[Secret.marker] else {
            return nil
        }
        switch content {
        case .string: self = .named(content.text ?? "")
        case .integer(let number): self = .hidden(number)
        case .list(let parts):
            guard let name = parts.first?.text else { return nil }
            self = .computed(
                name, parts.dropFirst().map { SecretExpression($0) ?? .text($0.bytes ?? []) })
        default: return nil
        }
    }

    /// The bytes that it stands for.
    /// - Parameters:
    ///   - hidden: the values that Lua has numbers of.
    ///   - source: where names are looked up.
    /// - Throws: ``SecretProblem``; what `source` throws.
    func bytes(hidden: [Int64: Redacted<String>], source: any SecretSource) throws -> [UInt8] {
        switch self {
        case .text(let bytes): return bytes
        case .named(let name):
            guard let value = try source.secret(named: name), !value.reveal().isEmpty else {
                throw SecretProblem("needs the secret '\(name)', and it is not set")
            }
            return Array(value.reveal().utf8)
        case .hidden(let number):
            guard let value = hidden[number] else {
                throw SecretProblem("uses a secret that an earlier call was given: it is known for one call only")
            }
            return Array(value.reveal().utf8)
        case .computed(let name, let operands):
            let operands = try operands.map { try $0.bytes(hidden: hidden, source: source) }
            guard operands.reduce(0, { $0 + $1.count }) <= Self.limit else {
                throw SecretProblem("computes a secret of more than \(Self.limit) bytes")
            }
            return try Self.compute(name, operands)
        }
    }

    /// In bytes.
    static let limit = 1 << 20

    private static func compute(_ name: String, _ operands: [[UInt8]]) throws -> [UInt8] {
        let joined = Array(operands.joined())
        if name.hasPrefix("hmac_"), let key = operands.first {
            return HashFunctions.hmac(String(name.dropFirst(5)), key: key, Array(operands.dropFirst().joined())) ?? []
        }
        if let digest = HashFunctions.digest(name, joined) { return digest }
        switch name {
        case "join": return joined
        case "base64": return Array(Data(joined).base64EncodedData())
        case "base64_url": return Base64Functions.urlSafe(joined)
        case "hex": return HashFunctions.hex(joined)
        case "unhex": return try unhex(joined)
        case "url_encode": return URLFunctions.encode(joined)
        case "lower": return Array(String(decoding: joined, as: UTF8.self).lowercased().utf8)
        case "upper": return Array(String(decoding: joined, as: UTF8.self).uppercased().utf8)
        case "between": return try between(operands)
        default: throw SecretProblem("computes a secret with '\(name)', which does not exist")
        }
    }

    private static func unhex(_ text: [UInt8]) throws -> [UInt8] {
        let digits = text.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == text.count, digits.count % 2 == 0 else {
            throw SecretProblem("gives secret.unhex something that is not hex")
        }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    /// What stands between the first `operands[1]` and the next `operands[2]`.
    private static func between(_ operands: [[UInt8]]) throws -> [UInt8] {
        guard operands.count == 3, !operands[1].isEmpty, !operands[2].isEmpty,
            let start = operands[0].firstRange(of: operands[1]),
            let end = operands[0][start.upperBound...].firstRange(of: operands[2])
        else { throw SecretProblem("finds nothing with secret.between") }
        return Array(operands[0][start.upperBound..<end.lowerBound])
    }
}

/// Why a secret has no value; continues "the … hook of 'x' …".
struct SecretProblem: Error {
    let why: String

    init(_ why: String) { self.why = why }
}

import Crypto
import OAuthCore

/// What a download is checked against, or what is computed of it: `sha256:9f86d0…`, or `sha256` alone.
public struct Checksum: Sendable, Equatable {
    public enum Algorithm: String, Sendable, CaseIterable {
        case sha256, sha512
        /// Broken as signatures; publishers still give them against damage on the way.
        case sha1, md5

        fileprivate var digits: Int {
            switch self {
            case .sha256: 64
            case .sha512: 128
            case .sha1: 40
            case .md5: 32
            }
        }
    }

    public var algorithm: Algorithm
    /// In lower-case hex; nil where it is only computed.
    public var hex: String?

    public init(_ algorithm: Algorithm, hex: String? = nil) {
        self.algorithm = algorithm
        self.hex = hex
    }

    /// - Throws: ``OAuthError`` of kind `config` that says what is wrong with it.
    public init(checking text: String) throws(OAuthError) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts[0].lowercased()
        guard let algorithm = Algorithm(rawValue: name) else {
            let known = Algorithm.allCases.map(\.rawValue).joined(separator: ", ")
            throw OAuthError(
                .config, "there is no checksum '\(name)'", advice: "Write \"sha256:…\" in hex; known are \(known)")
        }
        self.init(algorithm)
        guard parts.count == 2 else { return }
        let hex = parts[1].lowercased()
        guard hex.utf8.count == algorithm.digits, hex.utf8.allSatisfy(\.isHexDigit) else {
            throw OAuthError(
                .config, "the checksum is not \(algorithm.digits) hex digits, which \(name) has: \(parts[1])")
        }
        self.hex = hex
    }
}

/// A checksum while its bytes come.
struct ChecksumHash {
    private let algorithm: Checksum.Algorithm
    private var hash: any HashFunction

    init(_ algorithm: Checksum.Algorithm) {
        self.algorithm = algorithm
        hash =
            switch algorithm {
            case .sha256: SHA256()
            case .sha512: SHA512()
            case .sha1: Insecure.SHA1()
            case .md5: Insecure.MD5()
            }
    }

    mutating func update(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }

    var result: Checksum { Checksum(algorithm, hex: Self.hex(hash.finalize())) }

    private static func hex(_ digest: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isHexDigit: Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
    }
}

import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Where the next page starts, sealed so that nobody makes one up, and bound to the question it continues.
struct PageTokens: Sendable {
    private let key = SymmetricKey(size: .bits256)

    func token(offset: Int, question: String) -> String {
        let number = withUnsafeBytes(of: UInt32(offset).bigEndian) { Data($0) }
        return Base64URL.encode(number + seal(number, question))
    }

    /// nil for a token that is none of ours, or that continues another question.
    func offset(_ token: String, question: String) -> Int? {
        guard let data = Base64URL.decode(token), data.count == 20 else { return nil }
        let number = Data(data.prefix(4))
        // Nothing is gained by timing a page token, it opens nothing that the bearer token does not.
        guard Data(data.suffix(16)) == seal(number, question) else { return nil }
        return number.reduce(0) { $0 << 8 | Int($1) }
    }

    private func seal(_ number: Data, _ question: String) -> Data {
        Data(HMAC<SHA256>.authenticationCode(for: number + Data(question.utf8), using: key).prefix(16))
    }
}

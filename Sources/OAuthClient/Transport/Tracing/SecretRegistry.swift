import OAuthCore
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Knows the secrets that are in use, and takes them out of any text: by value, in every form they travel in.
///
/// Forms: as they are, percent-encoded, form-encoded, JSON-escaped, and in Base64 as part of anything (`Basic`
/// credentials among them). Values shorter than ``minimumLength`` are not taken out: they would be found everywhere.
public final class SecretRegistry: Sendable {
    /// In UTF-8 bytes.
    public static let minimumLength = 6

    private struct State {
        var known: Set<String> = []
        /// Those whose forms nobody has needed yet: without a trace nobody does.
        var added: [String] = []
        /// Longest first, so that a secret that contains another goes as a whole.
        var patterns: [[UInt8]] = []

        mutating func currentPatterns() -> [[UInt8]] {
            guard !added.isEmpty else { return patterns }
            let forms = Set(added.flatMap(SecretRegistry.forms).map { Array($0.utf8) })
            added = []
            patterns = Array(Set(patterns).union(forms)).sorted { $0.count > $1.count }
            return patterns
        }
    }

    private let state = Mutex(State())

    public init() {}

    public func add(_ secret: Redacted<String>?) {
        guard let value = secret?.reveal(), value.utf8.count >= Self.minimumLength else { return }
        state.withLock { state in
            if state.known.insert(value).inserted { state.added.append(value) }
        }
    }

    public func add(_ token: Token) {
        add(token.accessToken)
        add(token.refreshToken)
        add(token.idToken)
        add(token.secret)
    }

    /// What the definition's tables hold, such as an API key beside the token.
    public func add(_ connection: Connection) {
        for secret in connection.parameters.secrets { add(secret) }
    }

    /// `text` with `<redacted>` in the place of every known secret.
    public func scrub(_ text: String) -> String {
        let patterns = state.withLock { $0.currentPatterns() }
        guard !patterns.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var byFirst: [UInt8: [[UInt8]]] = [:]
        for pattern in patterns { byFirst[pattern[0], default: []].append(pattern) }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let rest = bytes[index...]
            if let pattern = byFirst[bytes[index]]?.first(where: { rest.starts(with: $0) }) {
                result += Array(Redaction.mark.utf8)
                index += pattern.count
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result.count == bytes.count && result == bytes ? text : String(decoding: result, as: UTF8.self)
    }

    private static func forms(of value: String) -> [String] {
        let percent = QueryString.encoded(value)
        return [value, percent, percent.lowercasedEscapes, QueryString.formEncoded(value), jsonEscaped(value)]
            + base64Cores(of: value)
    }

    private static func jsonEscaped(_ value: String) -> String {
        var result = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"", "\\", "/": result += scalar == "/" ? "\\/" : "\\\(scalar)"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The characters that Base64 always writes for these bytes, at each of the three places they can begin at within
    /// a group: so a secret is found in `Basic` credentials whatever the user name before it.
    private static func base64Cores(of value: String) -> [String] {
        (0..<3).compactMap { offset in
            let bytes = [UInt8](repeating: 0, count: offset) + Array(value.utf8)
            let whole = bytes.count / 3 * 3
            let encoded = Data(bytes[..<whole]).base64EncodedString()
            let core = encoded.dropFirst(offset == 0 ? 0 : offset + 1)
            return core.utf8.count >= minimumLength ? String(core) : nil
        }
    }
}

extension String {
    /// `%2F` as `%2f`, which some programs write.
    fileprivate var lowercasedEscapes: String {
        var result = ""
        var left = 0
        for character in self {
            if character == "%" { left = 3 }
            result += left > 0 ? character.lowercased() : String(character)
            left -= 1
        }
        return result
    }
}

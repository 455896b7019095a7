/// The error codes in what an API has answered. Each provider puts them elsewhere, and some give three at once.
public enum AnsweredCodes {
    /// The first of them that is explained.
    /// - Parameters:
    ///   - body: JSON, or else there are none. Of a long one the first 64 kB count.
    ///   - host: who answered.
    public static func explained(in body: [UInt8], from host: String) -> String? {
        guard body.count <= 65_536, let document = JSONValue(body) else { return nil }
        var codes: [String] = []
        collect(document, depth: 0, into: &codes)
        return codes.first { code in
            guard let found = ErrorExplanation.of(code: code, from: host) else { return false }
            return !found.isStandard || ofRequests.contains(found.code)
        }
    }

    /// Standards' codes for requests to an API (RFC 6750 §3.1, RFC 9449, RFC 9470); the others are about signing in.
    private static let ofRequests: Set<String> = [
        "invalid_token", "insufficient_scope", "invalid_dpop_proof", "insufficient_user_authentication",
    ]

    private static let names: Set<String> = [
        "error", "code", "type", "status", "reason", "category", "detail", ".tag", "errortype", "errorcode",
        "error_code", "error_subcode", "serviceerrorcode", "message",
    ]

    private static func collect(_ value: JSONValue, depth: Int, into codes: inout [String]) {
        guard depth < 6, codes.count < 50 else { return }
        switch value {
        case .object(let fields):
            for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
                switch value {
                case .string(let text) where names.contains(name.lowercased()) && isCode(text): codes.append(text)
                case .integer(let number) where names.contains(name.lowercased()): codes.append(String(number))
                default: collect(value, depth: depth + 1, into: &codes)
                }
            }
        case .array(let items): for item in items.prefix(10) { collect(item, depth: depth + 1, into: &codes) }
        default: break
        }
    }

    private static func isCode(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 100 && !text.contains(where: \.isWhitespace)
    }
}

import HTTPTypes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension RateLimitNotice {
    /// The `RateLimit` field of the IETF's draft (draft-ietf-httpapi-ratelimit-headers): `"default";r=50;t=30`, with the
    /// quota in `RateLimit-Policy`: `"default";q=100;w=60`; and draft 07's `limit=100, remaining=50, reset=30`.
    /// - Returns: nil where there is no such field.
    static func structured(_ headers: HTTPFields) -> [Window]? {
        guard let text = headers[.rateLimit] else { return nil }
        let members = StructuredList(text).members
        if members.contains(where: { $0.key == "remaining" }) {
            let values = Dictionary(members.map { ($0.key, $0.value) }) { first, _ in first }
            return [
                Window(
                    limit: values["limit"].flatMap { Int($0) }, remaining: values["remaining"].flatMap { Int($0) },
                    resetsIn: values["reset"].flatMap(seconds))
            ]
        }
        let policies = Dictionary(
            StructuredList(headers[.rateLimitPolicy] ?? "").members.map { ($0.key, $0.parameters) }
        ) { first, _ in first }
        return members.compactMap { member in
            guard let remaining = member.parameters["r"].flatMap({ Int($0) }) else { return nil }
            let policy = policies[member.key] ?? [:]
            // What is left of bytes is no number of requests, unless it is nothing.
            let countsRequests = policy["qu"].map { $0 == "requests" } ?? true
            if !countsRequests, remaining > 0 { return nil }
            return Window(
                limit: countsRequests ? policy["q"].flatMap { Int($0) } : nil, remaining: max(0, remaining),
                resetsIn: (member.parameters["t"] ?? policy["w"]).flatMap(seconds))
        }
    }

    private static func seconds(_ text: String) -> Duration? {
        guard let seconds = Int(text), 0...(366 * 86_400) ~= seconds else { return nil }
        return .seconds(seconds)
    }
}

/// The members of a structured field (RFC 9651) that is a list or a dictionary, as far as these headers need it.
struct StructuredList {
    struct Member: Equatable {
        /// A list's item without its quotes, a dictionary's key.
        var key: String
        /// Of a dictionary.
        var value = ""
        var parameters: [String: String] = [:]
    }

    var members: [Member]

    init(_ text: String) {
        members = Self.split(text, at: ",").compactMap { part in
            var pieces = Self.split(part, at: ";")[...]
            guard let first = pieces.popFirst(), !first.isEmpty else { return nil }
            let (key, value) = Self.pair(first)
            var member = Member(key: key, value: value)
            for piece in pieces {
                let (name, value) = Self.pair(piece)
                if !name.isEmpty { member.parameters[name] = value }
            }
            return member
        }
    }

    private static func pair(_ text: String) -> (String, String) {
        let parts = split(text, at: "=")
        return (unquoted(parts[0]), parts.count > 1 ? unquoted(parts[1]) : "")
    }

    /// Strings may hold the separator (RFC 9651 §3.3.3).
    private static func split(_ text: String, at separator: Character) -> [String] {
        var parts = [""]
        var isQuoted = false
        var isEscaped = false
        for character in text {
            if character == separator, !isQuoted {
                parts.append("")
                continue
            }
            parts[parts.count - 1].append(character)
            if character == "\"", !isEscaped { isQuoted.toggle() }
            isEscaped = isQuoted && character == "\\" && !isEscaped
        }
        return parts.map(\.trimmingSpaces)
    }

    private static func unquoted(_ text: String) -> String {
        guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
        return String(text.dropFirst().dropLast()).replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
    }
}

extension HTTPField.Name {
    static let rateLimit = Self("RateLimit")!
    static let rateLimitPolicy = Self("RateLimit-Policy")!
}

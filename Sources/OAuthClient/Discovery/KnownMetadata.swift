import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// An issuer's metadata as it is kept between runs.
struct KnownMetadata: Sendable, Equatable {
    /// The OpenID Connect document, and what it lacks from RFC 8414's.
    var document: [String: JSONValue]
    /// Whether both have been asked for.
    var isComplete: Bool
    var freshUntil: Date
    /// Whether the provider lets it be kept for other runs.
    var isStorable = true

    /// Whether nothing more is to be learned about these endpoints.
    func covers(_ endpoints: [ProviderEndpoint]) -> Bool {
        isComplete || endpoints.allSatisfy { document[$0.rawValue] != nil }
    }

    /// How long a document that is not fresh any more is kept for the days on which the provider does not answer.
    static let keptStale: TimeInterval = 30 * 86_400
}

extension KnownMetadata {
    /// nil for what is not written by ``stored``.
    init?(_ stored: Redacted<[UInt8]>) {
        guard let value = JSONValue(stored.reveal()), case .object(let document)? = value["document"],
            case .integer(let seconds)? = value["fresh_until"], case .boolean(let isComplete)? = value["is_complete"]
        else { return nil }
        self.init(
            document: document, isComplete: isComplete, freshUntil: Date(timeIntervalSince1970: Double(seconds)))
    }

    var stored: Redacted<[UInt8]> {
        let value = JSONValue.object([
            "document": .object(document), "is_complete": .boolean(isComplete),
            "fresh_until": .integer(Int64(freshUntil.timeIntervalSince1970)),
        ])
        return Redacted(Array(value.encoded().utf8))
    }
}

import HTTPTypes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension StoredResponse {
    /// What the answer to a request with conditions means (RFC 9111 §4.3.3).
    public enum Revalidation: Sendable, Equatable {
        /// 304: this, with its body.
        case unchanged(StoredResponse)
        /// A 304 about something else than what is stored: the request must be sent without conditions.
        case mismatched
        /// Any other answer stands for itself.
        case replaced
    }

    public func revalidation(by answer: APIResponse, at now: Date) -> Revalidation {
        guard answer.status == 304 else { return .replaced }
        if answer.leftOrigin { return .mismatched }
        if let tag = answer.headers[.eTag], let own = headers[.eTag], tag.opaqueTag != own.opaqueTag {
            return .mismatched
        }
        var updated = self
        updated.confirmedAt = now
        updated.update(answer.headers)
        return .unchanged(updated)
    }

    /// RFC 9111 §3.2: what a 304 says replaces what is stored, except for the fields that belong to the connection or to the
    /// form of a body that the 304 does not have.
    private mutating func update(_ fields: HTTPFields) {
        var excepted = Self.neverUpdated
        for value in fields[values: .connection] {
            for name in value.split(separator: ",") {
                if let name = HTTPField.Name(name.filter { $0 != " " && $0 != "\t" }) { excepted.insert(name) }
            }
        }
        let names = Set(fields.map(\.name)).subtracting(excepted)
        for name in names { headers[values: name] = fields[values: name] }
    }

    private static let neverUpdated: Set<HTTPField.Name> = Set(
        [
            "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authentication-Info", "Proxy-Authorization",
            "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Content-Length", "Content-Encoding",
            "Content-Range", "Content-Type",
        ].compactMap { HTTPField.Name($0) })
}

extension String {
    /// An entity tag without the mark of a weak one (RFC 9110 §8.8.3.2: weak comparison).
    fileprivate var opaqueTag: Substring { hasPrefix("W/") ? dropFirst(2) : self[...] }
}

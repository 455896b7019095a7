import HTTPTypes
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension StoredResponse {
    /// As it is kept: a JSON object.
    public var bytes: [UInt8] {
        var fields: [String: JSONValue] = [
            "version": .string(httpVersion), "url": .string(url.absoluteString), "length": .integer(Int64(length)),
            "confirmed_at": .number(confirmedAt.timeIntervalSince1970),
            "headers": .array(headers.map { .array([.string($0.name.rawName), .string($0.value)]) }),
        ]
        fields["reason"] = reason.map { .string($0) }
        return Array(JSONValue.object(fields).encoded().utf8)
    }

    /// nil for what ``bytes`` did not write.
    public init?(bytes: [UInt8]) {
        guard let value = JSONValue(bytes), let version = value["version"]?.text,
            let url = value["url"]?.text.flatMap({ URL(string: $0) }), case .integer(let length)? = value["length"],
            (0...Int64(Self.bodyLimit)).contains(length), let confirmedAt = value["confirmed_at"]?.seconds,
            case .array(let fields)? = value["headers"]
        else { return nil }
        var headers = HTTPFields()
        for field in fields {
            guard case .array(let pair) = field, pair.count == 2,
                let name = pair[0].text.flatMap({ HTTPField.Name($0) }),
                let value = pair[1].text
            else { return nil }
            headers.append(HTTPField(name: name, value: value))
        }
        reason = value["reason"]?.text
        httpVersion = version
        self.url = url
        self.headers = headers
        self.confirmedAt = Date(timeIntervalSince1970: confirmedAt)
        self.length = Int(length)
    }
}

extension JSONValue {
    /// A point in time; a whole number is written without its fraction by some encoders.
    fileprivate var seconds: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
}

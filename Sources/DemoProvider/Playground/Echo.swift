import Crypto
import HTTPTypes
import Hummingbird

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a request looked like when it arrived: `method`, `path`, `query` and `headers` as lists of names and values,
/// `authorization` (its scheme, or null), `body_length`, `body_sha256`. Credentials are measured, never repeated.
enum Echo {
    static func json(_ request: Request) async throws -> JSON {
        var hash = SHA256()
        var length = 0
        for try await part in request.body {
            length += part.readableBytes
            hash.update(data: Data(part.readableBytesView))
        }
        let digest = hash.finalize().map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
        return [
            "method": .string(request.method.rawValue), "path": .string(request.uri.path),
            "query": .list(
                request.queryForm.parameters.map { ["name": .string($0.name), "value": .string($0.value)] }),
            "headers": .list(headers(request)),
            "authorization": request.headers[.authorization].map { .string(scheme($0)) } ?? .null,
            "body_length": .integer(length), "body_sha256": .string(digest),
        ]
    }

    private static func headers(_ request: Request) -> [JSON] {
        let authority = request.head.authority.map { [("host", $0)] } ?? []
        let fields = request.headers.map { field in
            (field.name.canonicalName, isCredential(field.name) ? hidden(field.value) : field.value)
        }
        return (authority + fields).map { ["name": .string($0.0), "value": .string($0.1)] }
    }

    private static func isCredential(_ name: HTTPField.Name) -> Bool {
        [.authorization, .proxyAuthorization, .cookie].contains(name)
    }

    private static func scheme(_ value: String) -> String { String(value.prefix { $0 != " " }.prefix(20)) }

    private static func hidden(_ value: String) -> String {
        value.contains(" ") ? "\(scheme(value)) (\(value.utf8.count) bytes)" : "(\(value.utf8.count) bytes)"
    }
}

import HTTPTypes
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension RequestSigner {
    /// RFC 6750 §2.1: always `Bearer`, because providers that name the type otherwise, or not at all, want it too; or as
    /// the definition's `token_placement` says.
    func placeToken(in request: inout TransportRequest) {
        let token = token.accessToken.reveal()
        switch connection.placement {
        case .header(let name, let scheme):
            guard let name = HTTPField.Name(name) else { return }
            request.headers[name] = scheme.map { "\($0) \(token)" } ?? token
        case .query(let name):
            request.url = request.url.adding(Parameter(name, token))
        case .cookie(let name):
            let others = request.headers[.cookie].map { "\($0); " } ?? ""
            request.headers[.cookie] = "\(others)\(name)=\(token)"
        }
    }
}

extension TokenPlacement {
    /// Whether a request brings what stands in the token's place: then no token is sent.
    func isGiven(in headers: HTTPFields) -> Bool {
        switch self {
        case .header(let name, _): HTTPField.Name(name).map { !headers[values: $0].isEmpty } ?? false
        case .query, .cookie: false
        }
    }

    /// A URL without the token's parameter.
    func removed(from url: URL) -> URL {
        guard case .query(let name) = self, var parts = URLComponents(url: url, resolvingAgainstBaseURL: true),
            let query = parts.percentEncodedQuery
        else { return url }
        let others = query.split(separator: "&").filter { pair in
            QueryString.parameters(pair).allSatisfy { $0.name != name }
        }
        parts.percentEncodedQuery = others.isEmpty ? nil : others.joined(separator: "&")
        return parts.url ?? url
    }
}

extension URL {
    /// The URL with one more parameter; what it has stays as it is written.
    func adding(_ parameter: Parameter) -> URL {
        guard var parts = URLComponents(url: self, resolvingAgainstBaseURL: true) else { return self }
        let before = parts.percentEncodedQuery.map { $0.isEmpty ? "" : "\($0)&" } ?? ""
        parts.percentEncodedQuery = before + FormEncoding.encode([parameter])
        return parts.url ?? self
    }
}

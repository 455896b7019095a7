import HTTPTypes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A form to POST to the token endpoint or one of its neighbours. Its secrets cannot be printed.
public struct TokenEndpointRequest: Sendable {
    public var url: URL
    /// The `Authorization` header, where the client proves itself by one.
    public var authorization: Redacted<String>?
    public var body: Redacted<[UInt8]>

    /// Everything but what the transport adds.
    public var headers: HTTPFields {
        var headers: HTTPFields = [.accept: "application/json", .contentType: "application/x-www-form-urlencoded"]
        if let authorization { headers[.authorization] = authorization.reveal() }
        return headers
    }

    init(url: URL, authorization: Redacted<String>?, parameters: [Parameter]) {
        self.url = url
        self.authorization = authorization
        body = Redacted(Array(FormEncoding.encode(parameters).utf8))
    }
}

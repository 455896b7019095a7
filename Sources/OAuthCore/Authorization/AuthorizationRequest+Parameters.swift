#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension AuthorizationRequest {
    /// All that is sent, with what the definition's `authorization_url` has in its query.
    public var parameters: [Parameter] { FormEncoding.decode(url.query(percentEncoded: true) ?? "") }

    /// The same sign-in with other parameters in its URL: what they stood for is known to the provider already, or is
    /// in one of them.
    func sending(_ parameters: [Parameter]) -> AuthorizationRequest {
        var request = self
        let base = url.absoluteString.prefix { $0 != "?" && $0 != "#" }
        request.url = URL(string: "\(base)?\(FormEncoding.encode(parameters))") ?? url
        return request
    }
}

extension Connection {
    /// What the extensions of an authorization request add to RFC 6749's parameters.
    var extensionParameters: [Parameter] {
        responseModeParameters + authorizationDetailsParameters + resourceParameters
    }
}

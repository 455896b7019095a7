#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ProviderState {
    /// RFC 7522 §2.1. The assertion is the base64url form of an XML document; looked at are that it is one, its issuer
    /// (`https://idp.example.org`) and that it names this audience. The XML signature is *not* checked: the client
    /// that is tested here only carries the assertion.
    func samlBearerGrant(_ asking: GrantRequest) throws(TokenError) -> TokenAnswer {
        let text = try asking.required("assertion")
        guard let data = Base64URL.decode(text), let xml = String(validating: data, as: UTF8.self),
            xml.contains("Assertion")
        else { throw TokenError("invalid_grant", "The assertion is not the base64url form of a SAML assertion") }
        guard xml.contains("Issuer>\(Self.samlIssuer)</") else {
            throw TokenError("invalid_grant", "The assertion's issuer is not \(Self.samlIssuer)")
        }
        guard xml.contains("Audience>\(asking.request.issuer)</") || xml.contains("Audience>\(endpoints.tokenURL)</")
        else { throw TokenError("invalid_grant", "The assertion's audience is another one") }
        return open(
            asking, scope: try asking.scope(), details: LoginDetails(resources: try asking.resources()),
            refreshToken: false
        ).answer
    }

    static let samlIssuer = "https://idp.example.org"
}

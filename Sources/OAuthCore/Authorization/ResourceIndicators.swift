/// Resource indicators (RFC 8707): which APIs the token is for.
extension Connection {
    /// RFC 8707 §2: one parameter for each.
    var resourceParameters: [Parameter] { signIn.resources.map { Parameter("resource", $0) } }

    /// What a token request says of what the token is for, besides the grant: resources with every one (RFC 8707 §2.2),
    /// authorization details where no authorization request has named them (RFC 9396 §6).
    func targetParameters(_ purpose: TokenEndpointRequest.Purpose) -> [Parameter] {
        switch purpose {
        case .code, .refresh, .device: resourceParameters
        case .grant, .deviceAuthorization: resourceParameters + authorizationDetailsParameters
        case .pushedAuthorization, .revocation, .introspection: []
        }
    }
}

import OAuthCore

extension ProviderState {
    /// RFC 8628 §3.4.
    func deviceGrant(_ asking: GrantRequest) throws(TokenError) -> TokenAnswer {
        let code = Redacted(try asking.required("device_code"))
        switch devices.poll(code, clientID: asking.client.id, now: asking.now) {
        case .granted(let scope):
            return open(asking, scope: scope, details: LoginDetails(), refreshToken: options.returnsRefreshToken)
                .answer
        case .pending: throw TokenError("authorization_pending", "The person has not answered yet")
        case .tooFast:
            var error = TokenError("slow_down", "Polled too often: five seconds more between two polls from now on")
            if behaviour.slowsDownBy429 {
                error.code = "too_many_requests"
                error.status = .tooManyRequests
            }
            throw error
        case .denied: throw TokenError("access_denied", "The person said no")
        case .expired: throw TokenError("expired_token", "The device code has expired")
        case .unknown: throw TokenError("invalid_grant", "The device code is not one of this client's")
        }
    }
}

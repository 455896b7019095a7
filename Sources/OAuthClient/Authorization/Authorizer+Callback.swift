import OAuthCore

/// Where a sign-in's answer comes: one of the definition's redirect URIs.
struct CallbackAddress: Sendable {
    /// Sent in both legs, to the character.
    var redirectURI: String
    /// nil where the provider redirects elsewhere, and the person pastes.
    var listener: (any BoundListener)?
    var host = "127.0.0.1"
    var certificate: LoopbackCertificate?
}

extension Authorizer {
    /// Binds the first of the redirect URIs that can be bound, before the browser opens, so that the port in the address
    /// is ours.
    /// - Throws: an error of kind `config` naming every port that cannot be had, or one that no redirect URI allows.
    func callbackAddress(
        _ connection: Connection, port asked: Int?, handle: @escaping @Sendable (CallbackRequest) async -> CallbackReply
    ) async throws -> CallbackAddress {
        var failures: [(port: Int, error: OAuthError)] = []
        for uri in try Self.candidates(connection, asked: asked) {
            guard case .loopback(let host, let fixed, let path, let isSecure) = uri else {
                return CallbackAddress(redirectURI: uri.text(port: 0))
            }
            let certificate = isSecure ? try await certificate(for: connection) : nil
            let mode = connection.signIn.responseMode
            let place = CallbackPlace(
                host: host, port: fixed ?? asked, path: path.isEmpty ? "/" : path, certificate: certificate,
                acceptsForms: mode == .formPost || mode == .formPostJWT,
                readsFragment: mode == .fragment || mode == .fragmentJWT || connection.signIn.allowsImplicit)
            do {
                let bound = try await listener.listen(at: place, handle: handle)
                return CallbackAddress(
                    redirectURI: uri.text(port: bound.port), listener: bound, host: host, certificate: certificate)
            } catch let error as OAuthError where error.kind == .config {
                failures.append((fixed ?? asked ?? 0, error))
            }
        }
        guard failures.count > 1 else { throw failures.first?.error ?? OAuthError.noRedirectURI(connection) }
        throw OAuthError.noFreePort(failures.map(\.port), connection)
    }

    /// The redirect URIs that `--port` allows, in the definition's order.
    private static func candidates(_ connection: Connection, asked: Int?) throws(OAuthError) -> [RedirectURI] {
        let uris = connection.signIn.redirectURIs
        guard let asked, asked != 0 else { return uris }
        var fixed: [Int] = []
        let fitting = uris.filter { uri in
            guard case .loopback(_, let port?, _, _) = uri else { return true }
            fixed.append(port)
            return port == asked
        }
        guard fitting.isEmpty else { return fitting }
        let ports = fixed.map(String.init).joined(separator: ", ")
        throw OAuthError(
            .config,
            "redirect_uri of '\(connection.name)' names port\(fixed.count > 1 ? "s" : "") \(ports), "
                + "and --port asks for \(asked)",
            advice: "Leave out --port, or change redirect_uri here and at the provider", connection: connection.name)
    }

    /// The person's own, or the one that is made once for this computer.
    private func certificate(for connection: Connection) async throws -> LoopbackCertificate {
        guard let chain = connection.signIn.redirectCertificate else {
            return try await LoopbackCertificate.selfSigned(
                documents: documents(), connection: connection.name, now: now())
        }
        guard let key = connection.signIn.redirectCertificateKey else {
            throw OAuthError(
                .config, "connection '\(connection.name)' has a redirect_certificate and no redirect_certificate_key",
                advice: "Write redirect_certificate_key = \"file:PATH\"", connection: connection.name)
        }
        return try LoopbackCertificate(
            chain: chain.reveal(), key: key, isSelfSigned: false, connection: connection.name)
    }
}

extension OAuthError {
    fileprivate static func noFreePort(_ ports: [Int], _ connection: Connection) -> OAuthError {
        OAuthError(
            .config,
            "none of the ports that redirect_uri of '\(connection.name)' names can be listened on: "
                + ports.map(String.init).joined(separator: ", "),
            advice: "See which programs have them with `ss -ltnp`, or add a port that the provider accepts",
            connection: connection.name)
    }

    fileprivate static func noRedirectURI(_ connection: Connection) -> OAuthError {
        OAuthError(
            .config, "connection '\(connection.name)' has no redirect_uri", advice: "Write the registered one",
            connection: connection.name)
    }
}

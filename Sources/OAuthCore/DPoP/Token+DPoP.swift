extension Token {
    /// Whether requests must prove that they come from who holds ``dpopKey`` (RFC 9449 §7.1). A provider may have given
    /// a plain bearer token although a proof was sent: then the type says so.
    public var isBoundToKey: Bool { type.lowercased() == "dpop" && dpopKey != nil }

    /// The token with the key that its request was proved with: the refresh token of a public client is bound to it as
    /// well, so that it is kept for every refresh (RFC 9449 §5).
    /// - Throws: an error of kind `oauth` where the provider did not bind the token. RFC 9449 §5 leaves it to the
    ///   application whether it can do without, and a definition that says `dpop = true` cannot.
    public func bound(to key: SigningKey, connection: Connection) throws(OAuthError) -> Token {
        guard type.lowercased() == "dpop" else {
            throw OAuthError(
                .oauth,
                "the provider of '\(connection.name)' did not bind the token to our key: its type is "
                    + "'\(VisibleText.of(type, limit: 40))', not 'DPoP'",
                advice: "Ask the provider to turn on DPoP for this client, or leave out dpop = true if any holder of "
                    + "the token may use it", connection: connection.name)
        }
        var token = self
        token.dpopKey = key.text
        return token
    }
}

extension Connection {
    /// A key for a new login; nil where its tokens are not bound.
    public func newDPoPKey() async throws(OAuthError) -> SigningKey? { usesDPoP ? try await DPoPProof.key() : nil }
}

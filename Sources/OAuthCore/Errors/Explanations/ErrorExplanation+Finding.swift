extension ErrorExplanation {
    /// What is known of an error.
    ///
    /// A provider's own meaning of a code comes first, then codes that only one meaning is known of, then standards. A
    /// number means something only where its provider sent it.
    /// - Parameters:
    ///   - code: the error code, where the provider sent one.
    ///   - text: where codes may stand too, as Microsoft's `AADSTS…` do in a description.
    ///   - host: who sent it; nil if unknown.
    public static func of(code: String?, in text: String = "", from host: String? = nil) -> ErrorExplanation? {
        let code = code?.lowercased()
        let said = Set(words(of: text).filter(isDistinct).map { $0.lowercased() }).union(code.map { [$0] } ?? [])
        return all.first { explanation in
            let name = explanation.code.lowercased()
            guard said.contains(name) else { return false }
            // A standard's code in the middle of a sentence is not what was answered.
            if explanation.isStandard { return code == nil || code == name }
            guard let provider = explanation.provider, !explanation.isUnmistakable else { return true }
            if let host, !provider.hosts.isEmpty { return provider.owns(host) }
            // A number or a word of prose is nobody's without its provider.
            return host == nil && !standardCodes.contains(name) && isDistinct(name[...])
        }
    }

    /// All meanings of a code, wherever it may come from.
    public static func meanings(of code: String) -> [ErrorExplanation] {
        all.filter { $0.code.lowercased() == code.lowercased() }
    }

    private static let standardCodes = Set(standard.map { $0.code })

    private static func words(of text: String) -> [Substring] {
        text.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")) }
    }

    /// Whether a word of a sentence can only be a code: "ratelimited" may be prose, "rateLimitExceeded" is not.
    private static func isDistinct(_ word: Substring) -> Bool {
        word.contains("_") || (word.contains(where: \.isNumber) && word.contains(where: \.isLetter))
            || zip(word, word.dropFirst()).contains { $0.isLowercase && $1.isUppercase }
    }
}

extension OAuthError {
    /// What the catalogue knows of the provider's words.
    public var explanation: ErrorExplanation? {
        switch kind {
        case .oauth, .http, .authorizationRequired, .permission, .rateLimited: break
        case .network, .timeout, .decode, .config, .store: return nil
        }
        return ErrorExplanation.of(code: oauthError, in: message, from: url.flatMap(Self.host))
    }

    private static func host(of url: String) -> String? {
        let parts = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard let authority = parts.dropFirst(2).first else { return nil }
        let end = authority.firstIndex { "/?#:".contains($0) } ?? authority.endIndex
        return authority[..<end].lowercased()
    }
}

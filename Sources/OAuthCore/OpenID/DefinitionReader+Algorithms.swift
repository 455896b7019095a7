extension DefinitionReader {
    /// JWS algorithms by their names (RFC 7518 §3.1); nil where the field is absent.
    /// - Throws: an error of kind `config` for `none` and for what is not known.
    func signingAlgorithms(_ field: String) throws(OAuthError) -> Set<SigningAlgorithm>? {
        guard let names = words(field) else { return nil }
        var algorithms: Set<SigningAlgorithm> = []
        for name in names {
            guard let algorithm = SigningAlgorithm(rawValue: name) else {
                let known = SigningAlgorithm.allCases.map(\.rawValue).joined(separator: ", ")
                throw DefinitionProblem(
                    name == "none"
                        ? "allows 'none', with which anyone can make tokens"
                        : "names the unknown algorithm '\(VisibleText.of(name, limit: 40))'",
                    advice: "Known are \(known)"
                ).error(field: field, connection: connection)
            }
            algorithms.insert(algorithm)
        }
        return algorithms
    }
}

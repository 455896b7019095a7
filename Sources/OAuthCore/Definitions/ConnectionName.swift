/// What a connection may be called.
enum ConnectionName {
    static func checked(_ value: DefinitionValue?) throws(OAuthError) -> String {
        guard case .string(let name) = value else {
            throw OAuthError(
                .config,
                value.map { "a connection's name is a string, not \($0.kindName)" } ?? "a connection has no name",
                advice: "Write name = \"…\": commands and the token store know the connection by it")
        }
        let isClean = name.unicodeScalars.allSatisfy {
            !VisibleText.isHidden($0) && !"#/\\".unicodeScalars.contains($0)
        }
        guard !name.isEmpty, name.utf8.count <= 100, isClean, !name.hasPrefix("-"),
            name.first?.isWhitespace == false, name.last?.isWhitespace == false
        else {
            throw OAuthError(
                .config, "'\(VisibleText.of(name, limit: 60))' cannot be the name of a connection",
                advice: "A name has 1 to 100 bytes, without #, / and \\, and does not begin with a hyphen")
        }
        return name
    }
}

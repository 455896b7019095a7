#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Token {
    /// What hooks see of a token: its secrets hidden, times as seconds since 1970.
    public var hooked: HookValue {
        .table(
            facts.adding("access_token", .hidden(accessToken)).adding("refresh_token", refreshToken.map { .hidden($0) })
                .adding("id_token", idToken.map { .hidden($0) }).adding("secret", secret.map { .hidden($0) }))
    }

    /// What the `after_login` hook gets: nothing of it is a secret.
    public var hookedLogin: HookValue {
        let claims = claims.flatMap { JSONValue(Array($0.utf8)) }
        return .table(facts.adding("claims", claims.map(HookValue.init(open:))))
    }

    private var facts: [String: HookValue] {
        [
            "type": .string(type), "obtained_at": .integer(Int64(obtainedAt.timeIntervalSince1970)),
            "kept": .table(kept.mapValues { .string($0) }),
        ]
        .adding("expires_at", expiresAt.map { .integer(Int64($0.timeIntervalSince1970)) })
        .adding("scopes", scope.map { .list($0.map { .string($0) }) })
    }
}

extension HookValue {
    /// JSON that holds no secret.
    fileprivate init(open json: JSONValue) {
        switch json {
        case .null: self = .null
        case .boolean(let value): self = .boolean(value)
        case .integer(let value): self = .integer(value)
        case .number(let value): self = .number(value)
        case .string(let text): self = .string(text)
        case .array(let items): self = .list(items.map(HookValue.init(open:)))
        case .object(let fields): self = .table(fields.mapValues(HookValue.init(open:)))
        }
    }
}

extension Connection {
    /// What the `after_login` hook wants kept with the token; empty where there is none.
    /// - Throws: an error of kind `config` where the hook fails or returns what cannot be kept.
    public func hookedLogin(_ token: Token) async throws -> [String: String] {
        guard let answer = try await call(.afterLogin, [token.hookedLogin]) else { return [:] }
        guard let fields = answer.table else {
            throw hookProblem(.afterLogin, "returned \(answer.kindName), not a table of values to keep")
        }
        var kept: [String: String] = [:]
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            let shown = VisibleText.of(name, limit: 60)
            if value.holdsSecret {
                throw hookProblem(.afterLogin, "returned a secret as '\(shown)', and what is kept is visible in URLs")
            }
            switch value {
            case .list, .table:
                throw hookProblem(
                    .afterLogin, "returned \(value.kindName) as '\(shown)': only text and numbers are kept")
            default: break
            }
            do { kept[name] = try value.texts(of: name).first?.reveal() } catch {
                throw hookProblem(.afterLogin, error.why)
            }
        }
        return kept
    }
}

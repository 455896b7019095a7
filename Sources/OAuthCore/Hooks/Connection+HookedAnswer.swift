import HTTPTypes

extension Connection {
    /// The body of a token endpoint's answer as the `token_response` hook leaves it.
    ///
    /// The hook gets the body's fields, and behind them the status, the headers and the whole body, hidden. What it makes of
    /// the fields is read in place of the body.
    /// - Parameter sent: secrets of the request, hidden wherever the answer repeats them.
    public func hookedAnswer(
        status: Int, headers: HTTPFields, body: [UInt8], sent: [Redacted<String>?]
    ) async throws -> [UInt8] {
        guard has(.tokenResponse) else { return body }
        let known = knownSecrets + sent.compactMap { $0 }
        let answer = HookValue.table([
            "status": .integer(Int64(status)),
            "headers": HookValue(headers.map { Parameter($0.name.canonicalName, $0.value) }, known: known),
            "body": .hidden(Redacted(String(decoding: body, as: UTF8.self))),
        ])
        let fields = AnswerBody(body, names: self.response.names).fields
        let response = HookValue(answer: fields ?? [:], known: known)
        guard let result = try await call(.tokenResponse, [response, answer]) else { return body }
        guard let table = result.table else {
            throw hookProblem(.tokenResponse, "returned \(result.kindName), not the table of the answer's fields")
        }
        // What nobody could read stays as it is, for the message about it.
        if fields == nil, table.isEmpty { return body }
        return Array(HookValue.table(table).json.encoded().utf8)
    }

    /// What the `error` hook makes of a failure that the provider reported; the failure itself where it says nothing.
    public func hookedFailure(
        _ failure: OAuthError, body: [UInt8], sent: [Redacted<String>?]
    ) async throws -> OAuthError {
        guard has(.error), failure.status != nil else { return failure }
        let known = knownSecrets + sent.compactMap { $0 }
        var fields: [String: HookValue] = ["message": .string(failure.message)]
        fields["status"] = failure.status.map { .integer(Int64($0)) }
        fields["code"] = failure.oauthError.map { .string($0) }
        fields["advice"] = failure.advice.map { .string($0) }
        fields["body"] = HookValue(
            answer: AnswerBody(body, names: response.names).fields ?? [:], known: known)
        guard let answer = try await call(.error, [.table(fields)]) else { return failure }
        guard let table = answer.table else {
            throw hookProblem(.error, "returned \(answer.kindName), not a table with code, message and advice")
        }
        if answer.holdsSecret { throw hookProblem(.error, "returned a secret, and errors are shown to people") }
        func text(_ name: String) throws(OAuthError) -> String? {
            switch table[name] {
            case nil: nil
            case .string(let text)?: VisibleText.sentence(SecretCover.cover(known.map(Optional.some), in: text))
            case .integer(let number)?: String(number)
            case let other?: throw hookProblem(.error, "returned \(other.kindName) as \(name)")
            }
        }
        var result = failure
        if let code = try text("code") { result.oauthError = code }
        if let message = try text("message") { result.message = message }
        if let advice = try text("advice") { result.advice = advice }
        return result
    }
}

extension AnswerBody {
    /// The fields, where the body has any.
    var fields: [String: JSONValue]? {
        if case .fields(let fields) = self { fields } else { nil }
    }
}

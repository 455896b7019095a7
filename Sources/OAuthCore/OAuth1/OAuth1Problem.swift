import HTTPTypes

extension OAuth1 {
    /// What a provider says is wrong with a signed request: `oauth_problem` of the OAuth Problem Reporting extension, in
    /// the body or in `WWW-Authenticate`, or one of the shapes that OAuth 2 made common.
    public struct Problem: Sendable, Equatable {
        /// Such as `signature_invalid`.
        public var code: String?
        public var description: String?
        /// The parameters that it means.
        var names: String?

        /// nil where the answer names no problem.
        public init?(headers: HTTPFields, body: [UInt8]) {
            let candidates = headers[values: .wwwAuthenticate].map(Self.challenge) + [Self.fields(body)]
            for fields in candidates {
                let names = fields["oauth_parameters_absent"] ?? fields["oauth_parameters_rejected"]
                if let code = fields["oauth_problem"] {
                    self.init(code, fields["oauth_problem_advice"], names)
                    return
                }
                if let code = fields["error"] {
                    self.init(code, fields["error_description"] ?? fields["message"], nil)
                    return
                }
            }
            return nil
        }

        private init(_ code: String, _ description: String?, _ names: String?) {
            // A code is one word; a sentence in its place is a description.
            let isCode = code.utf8.count <= 100 && !code.contains { $0.isWhitespace || $0 == "%" }
            self.code = isCode ? code : nil
            self.description = description ?? (isCode ? nil : code)
            // `a&b`, percent-encoded names
            self.names = names.map { list in
                FormEncoding.decode(list).map(\.name).joined(separator: ", ")
            }
        }

        /// Whether setting the clock right may help.
        public var isAboutTime: Bool { code == "timestamp_refused" || code == "invalid_timestamp" }

        /// The parameters of `OAuth realm="…", oauth_problem="…"`, by name.
        private static func challenge(_ header: String) -> [String: String] {
            guard header.lowercased().hasPrefix("oauth ") else { return [:] }
            var fields: [String: String] = [:]
            for part in header.dropFirst(6).prefix(4_000).split(separator: ",") {
                let pair = part.split(separator: "=", maxSplits: 1)
                guard pair.count == 2 else { continue }
                let name = pair[0].filter { !$0.isWhitespace }
                let value = pair[1].drop { $0.isWhitespace || $0 == "\"" }.prefix { $0 != "\"" }
                fields[name] = FormEncoding.decode("v=" + value).first?.value
            }
            return fields
        }

        /// A form, or an object of JSON; X and others have a list of errors in it.
        private static func fields(_ body: [UInt8]) -> [String: String] {
            guard body.count <= TokenResponse.bodyLimit else { return [:] }
            guard case .object(let object) = JSONValue(body) else {
                let text = String(decoding: body, as: UTF8.self)
                let parameters = FormEncoding.decode(text.filter { !$0.isNewline })
                return Dictionary(parameters.map { ($0.name, $0.value) }) { first, _ in first }
            }
            var fields = object.compactMapValues(\.text)
            if let error = ProviderError(object) {
                fields["error"] = fields["error"] ?? error.code ?? error.description
                fields["error_description"] = fields["error_description"] ?? error.description
            }
            return fields
        }
    }
}

extension OAuth1.Problem {
    /// `signature_invalid (the description)`, for people.
    var text: String {
        let description = description.map { VisibleText.sentence(SecretCover.cover($0)) }
        let named = names.map { ": \(VisibleText.of($0, limit: 200))" } ?? ""
        return switch (code.map { VisibleText.of($0, limit: 100) }, description) {
        case (let code?, let description?): "\(code)\(named) (\(description))"
        case (let code?, nil): "\(code)\(named)"
        case (nil, let description?): description
        case (nil, nil): "an error without a name"
        }
    }

    /// What to do next.
    var advice: String? {
        switch code {
        case "signature_invalid", "invalid_signature":
            "Check client_secret (or private_key) and signature_method"
        case "signature_method_rejected", "unsupported_signature_method":
            "Set signature_method to one that the provider takes"
        case "consumer_key_unknown", "consumer_key_rejected", "consumer_key_refused", "invalid_client":
            "Check client_id"
        case "timestamp_refused", "invalid_timestamp": "Check this computer's clock"
        case "nonce_used", "invalid_nonce": "Try again"
        case "token_used", "token_expired", "token_revoked", "token_rejected", "invalid_token", "verifier_invalid":
            "Sign in again"
        case "permission_denied", "permission_unknown", "user_refused", "access_denied":
            "Sign in again and consent, or ask whoever administers the account"
        case "parameter_absent", "parameter_rejected", "missing_required_parameter", "version_rejected":
            "Compare the definition with the provider's documentation"
        default: nil
        }
    }

    var isRefusal: Bool { code == "user_refused" || code == "permission_denied" || code == "access_denied" }
}

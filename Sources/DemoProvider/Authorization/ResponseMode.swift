/// How an authorization response reaches the client: OAuth 2.0 Multiple Response Types §2.1, Form Post Response Mode,
/// JARM §2.3.
enum ResponseMode: String, Sendable, CaseIterable {
    case query
    case fragment
    case formPost = "form_post"
    case signedQuery = "query.jwt"
    case signedFragment = "fragment.jwt"
    case signedFormPost = "form_post.jwt"

    var isSigned: Bool { rawValue.hasSuffix(".jwt") }
    var isFragment: Bool { self == .fragment || self == .signedFragment }

    enum Transport { case query, fragment, formPost }

    var transport: Transport {
        switch self {
        case .query, .signedQuery: .query
        case .fragment, .signedFragment: .fragment
        case .formPost, .signedFormPost: .formPost
        }
    }

    /// `jwt` is short for the signed form of the default; tokens never travel in a query. Nil where it is none of them.
    static func named(_ name: String?, givesTokens: Bool) -> ResponseMode? {
        switch name {
        case nil: givesTokens ? .fragment : .query
        case "jwt": givesTokens ? .signedFragment : .signedQuery
        case .some(let name):
            ResponseMode(rawValue: name).flatMap { givesTokens && $0.transport == .query ? nil : $0 }
        }
    }
}

/// What `response_type` may ask for.
enum ResponsePart: String, Sendable, CaseIterable {
    case code, token
    case idToken = "id_token"
}

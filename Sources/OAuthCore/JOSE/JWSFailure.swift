/// Why a JWS is not believed.
public enum JWSFailure: Error, Sendable, Equatable {
    /// Not a JWS, or not a JWT; the text says what of it.
    case malformed(String)
    /// The `alg` is `none`, unknown or not among those allowed.
    case algorithm(String?)
    /// It asks for extensions (`crit`, RFC 7515 §4.1.11), and none is known here.
    case critical
    /// No key of the set has its `kid`, or, as it has none, no key of the set verifies it. The key may be newer than the
    /// set, so that it is worth loading the set again, once.
    case unknownKey(String?)
    /// The key it names is of another type or for another use or algorithm.
    case unfitKey(String)
    case signature

    /// The rest of a sentence that begins with what the JWS is: "the ID token …".
    public var reason: String {
        switch self {
        case .malformed(let what): "is malformed: \(what)"
        case .algorithm(let name?): "is signed with \(Self.quoted(name)), which is not allowed"
        case .algorithm(nil): "does not say how it is signed"
        case .critical: "asks for extensions that are not supported (crit)"
        case .unknownKey(let id?): "is signed with the key \(Self.quoted(id)), which the provider does not publish"
        case .unknownKey(nil): "is not signed with a key that the provider publishes"
        case .unfitKey(let id): "is signed with the key \(Self.quoted(id)), which is not for that algorithm"
        case .signature: "has a wrong signature"
        }
    }

    private static func quoted(_ text: String) -> String { "\"\(VisibleText.of(text, limit: 60))\"" }
}

import OAuthClient
import OAuthCore

/// A body as decoders get it.
struct ResponseText: Sendable {
    /// In UTF-8, or as they came.
    var bytes: [UInt8]
    /// Whether they are known to be UTF-8, whatever they say of themselves.
    var isUTF8: Bool
    /// How many of the bytes are not those of the response itself.
    private(set) var ownBytes = 0

    /// By the charset that the script names, else by a byte order mark, else by `Content-Type`. A body of which nothing
    /// is said stays as it is.
    /// - Parameter whole: where the body is a piece of a text, what that says it is in.
    /// - Throws: ``OAuthError`` of the kind `decode` for a charset that is not known, and for bytes that are not of it;
    ///   `config` where the script names an unknown one.
    init(_ response: APIResponse, charset given: String?, of whole: Charset? = nil) throws(OAuthError) {
        bytes = response.body
        isUTF8 = false
        guard let charset = try Self.charset(of: response, given: given, whole: whole) else { return }
        isUTF8 = true
        do throws(Charset.Failure) {
            if let decoded = try charset.decode(response.body) { (bytes, ownBytes) = (decoded, decoded.capacity) }
        } catch {
            throw ResponseErrors.misnamed(response, charset: charset, at: error.offset)
        }
    }

    private static func charset(
        of response: APIResponse, given: String?, whole: Charset?
    ) throws(OAuthError) -> Charset? {
        if let given { return try Charset(given: given) }
        if let whole { return whole }
        if let marked = Charset(byteOrderMarkOf: response.body) { return marked }
        guard let field = response.headers[.contentType], let name = MediaType(field).parameters["charset"] else {
            return nil
        }
        guard let charset = Charset(name: name) else { throw ResponseErrors.unknownCharset(response, named: name) }
        return charset
    }
}

extension Charset {
    /// By the name that a script gives.
    init(given name: String) throws(OAuthError) {
        guard let charset = Charset(name: name) else {
            throw OAuthError(
                .config, "the charset '\(VisibleText.of(name))' is not known", advice: "There are \(Self.known)")
        }
        self = charset
    }

    static var known: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

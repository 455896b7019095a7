extension OAuth1 {
    /// A signed request: what is sent in place of the URL, the form and the header that there were.
    public struct SignedRequest: Sendable {
        public var url: String
        /// nil where the request has no form.
        public var form: Redacted<[UInt8]>?
        /// The value of `Authorization`; nil where the parameters stand elsewhere.
        public var authorization: Redacted<String>?

        init(_ request: Request, _ parameters: Parameters, placement: Placement, realm: String?) {
            url = request.url
            form = request.form.map { Redacted($0) }
            switch placement {
            case .query:
                url = Self.adding(parameters, to: request.url)
            case .body where request.form != nil:
                var body = request.form ?? []
                if !body.isEmpty, body.last != UInt8(ascii: "&") { body.append(UInt8(ascii: "&")) }
                parameters.write(to: &body)
                form = Redacted(body)
            case .header, .body:
                authorization = Redacted(Self.header(parameters, realm: realm))
            }
        }

        /// RFC 5849 §3.5.1.
        private static func header(_ parameters: Parameters, realm: String?) -> String {
            var bytes: [UInt8] = []
            bytes.reserveCapacity(512)
            bytes.append("OAuth ")
            if let realm {
                // A quoted string (RFC 9110 §5.6.4), not percent-encoded.
                bytes.append(#"realm=""#)
                for byte in realm.utf8 {
                    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
                    bytes.append(byte)
                }
                bytes.append(#"", "#)
            }
            parameters.write(to: &bytes, quote: "\"", separator: ", ")
            return String(decoding: bytes, as: UTF8.self)
        }

        /// After the query that is there, before the fragment (§3.5.3).
        private static func adding(_ parameters: Parameters, to url: String) -> String {
            let sent = url.prefix { $0 != "#" }
            var bytes = Array(sent.utf8)
            if !sent.contains("?") {
                bytes.append(UInt8(ascii: "?"))
            } else if bytes.last != UInt8(ascii: "?"), bytes.last != UInt8(ascii: "&") {
                bytes.append(UInt8(ascii: "&"))
            }
            parameters.write(to: &bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}

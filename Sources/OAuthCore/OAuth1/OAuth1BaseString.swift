extension OAuth1 {
    /// The text that is signed (RFC 5849 §3.4.1).
    enum BaseString {
        /// - Parameters:
        ///   - method: as it is sent; the base string has it in capitals.
        ///   - url: as it is sent. Its query is signed with the other parameters, its fragment is not.
        ///   - form: the request's body where it is a form; nothing else of a body is ever signed.
        ///   - protocolParameters: `oauth_…`, without `oauth_signature` and `realm`.
        static func make(
            method: String, url: UnsafeBufferPointer<UInt8>, form: [UInt8]?,
            protocolParameters: Parameters
        ) -> [UInt8] {
            let parts = URLParts(url)
            var parameters = protocolParameters
            if let query = parts.query { parameters.append(form: UnsafeBufferPointer(rebasing: url[query])) }
            form?.withUnsafeBufferPointer { parameters.append(form: $0) }
            parameters.sort()

            var output: [UInt8] = []
            output.reserveCapacity(1024)
            for byte in method.utf8 { PercentEncoding.append(0x61...0x7A ~= byte ? byte - 32 : byte, to: &output) }
            output.append(UInt8(ascii: "&"))
            parts.appendBase(of: url, to: &output)
            output.append(UInt8(ascii: "&"))
            parameters.appendToBaseString(&output)
            return output
        }
    }

    /// Where the parts of an absolute URL are, found in its bytes: what is signed must be what is sent, to the character.
    private struct URLParts {
        var scheme: Range<Int>
        var host: Range<Int>
        /// nil where there is none, or the scheme's own.
        var port: Range<Int>?
        var path: Range<Int>
        var query: Range<Int>?

        init(_ url: UnsafeBufferPointer<UInt8>) {
            let end = url.firstIndex(of: UInt8(ascii: "#")) ?? url.count
            let colon = url[..<end].firstIndex(of: UInt8(ascii: ":")) ?? end
            scheme = 0..<colon
            let start = min(colon + 3, end)
            let authorityEnd =
                url[start..<end].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? end
            var authority = url[start..<authorityEnd]
            if let at = authority.lastIndex(of: UInt8(ascii: "@")) { authority = authority[(at + 1)...] }
            host = authority.startIndex..<authority.endIndex
            if let mark = authority.lastIndex(of: UInt8(ascii: ":")),
                !authority[mark...].contains(UInt8(ascii: "]"))
            {
                host = authority.startIndex..<mark
                let digits = authority[(mark + 1)...]
                let standard = colon == 5 ? "443" : "80"
                if !digits.isEmpty, !digits.elementsEqual(standard.utf8) { port = digits.startIndex..<digits.endIndex }
            }
            let mark = url[authorityEnd..<end].firstIndex(of: UInt8(ascii: "?"))
            path = authorityEnd..<(mark ?? end)
            query = mark.map { ($0 + 1)..<end }
        }

        /// The base string URI (§3.4.1.2), encoded: scheme and host in small letters, no port where it is the scheme's
        /// own, no query.
        func appendBase(of url: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
            func appendSmall(_ range: Range<Int>) {
                for byte in url[range] {
                    PercentEncoding.append(0x41...0x5A ~= byte ? byte + 32 : byte, to: &output)
                }
            }
            appendSmall(scheme)
            output.append("%3A%2F%2F")
            appendSmall(host)
            if let port {
                output.append("%3A")
                PercentEncoding.append(UnsafeBufferPointer(rebasing: url[port]), to: &output)
            }
            if path.isEmpty {
                output.append("%2F")
            } else {
                PercentEncoding.append(UnsafeBufferPointer(rebasing: url[path]), to: &output)
            }
        }
    }
}

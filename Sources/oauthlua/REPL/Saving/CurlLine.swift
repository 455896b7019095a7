import OAuthClient
import OAuthCore
import OAuthLua

/// A request as a command line of curl, with a command in the place of the token.
struct CurlLine {
    let text: String
    /// What the line cannot say.
    let notes: [String]

    /// - Parameters:
    ///   - base: the connection's base URL, for a relative URL.
    ///   - target: what `oauthlua token` is to be given; nil for a request without a token.
    ///   - isBearer: whether the token goes into the header `Authorization: Bearer`.
    init(_ request: APIRequest, base: String?, target: String?, isBearer: Bool = true) {
        var words: [String] = ["curl"]
        var notes: [String] = []
        let body = Self.body(request.body, &notes)
        if request.method != (body.isEmpty ? "GET" : "POST") {
            words += request.method == "HEAD" ? ["--head"] : ["-X", ShellWord.quote(request.method)]
        }
        if let target {
            if isBearer {
                words += ["-H", "\"Authorization: Bearer $(oauthlua token \(ShellWord.quote(target)))\""]
            } else {
                notes.append(
                    "the token is not sent as a Bearer header: use oauthlua get \(ShellWord.quote(target)) URL")
            }
        }
        for header in request.headers {
            let isSecret = SecretNames.hides(header.value, name: header.name.rawName, isAnswer: false)
            words += ["-H", ShellWord.quote("\(header.name.rawName): \(isSecret ? "SECRET" : header.value)")]
            if isSecret { notes.append("put the value of \(header.name.rawName) in the place of SECRET") }
        }
        words += body
        if let path = request.savePath { words += ["-o", ShellWord.quote(path)] }
        if request.followsRedirects { words.append("-L") }
        words.append(ShellWord.quote(Self.url(request, base: base)))
        text = words.joined(separator: " ")
        self.notes = notes
    }

    private static func url(_ request: APIRequest, base: String?) -> String {
        var url = request.url
        if !url.contains("://"), let base {
            let slash = url.hasPrefix("/") || url.hasPrefix("?") || url.isEmpty ? "" : "/"
            url = (base.hasSuffix("/") ? String(base.dropLast()) : base) + slash + url
        }
        guard !request.query.isEmpty else { return url }
        let query = request.query.map {
            let isSecret = SecretNames.hides($0.value, name: $0.name, isAnswer: false)
            return (name: $0.name, value: isSecret ? "SECRET" : $0.value)
        }
        let encoded = FormEncoding.encode(query.map { Parameter($0.name, $0.value) })
        return url + (url.contains("?") ? "&" : "?") + encoded
    }

    private static func body(_ body: APIRequest.Content, _ notes: inout [String]) -> [String] {
        switch body {
        case .none: return []
        case .json(let bytes): return ["--json", ShellWord.quote(String(decoding: bytes, as: UTF8.self))]
        case .form(let parameters):
            return parameters.flatMap { parameter -> [String] in
                let isSecret = SecretNames.hides(parameter.value, name: parameter.name, isAnswer: false)
                return [
                    "--data-urlencode", ShellWord.quote("\(parameter.name)=\(isSecret ? "SECRET" : parameter.value)"),
                ]
            }
        case .bytes(let bytes, _): return ["--data-binary", ShellWord.quote(String(decoding: bytes, as: UTF8.self))]
        case .file(let path, _): return ["--data-binary", ShellWord.quote("@\(path)")]
        case .multipart:
            notes.append("the parts of the form are left out: add them with -F name=value")
            return ["-F", "NAME=VALUE"]
        }
    }
}

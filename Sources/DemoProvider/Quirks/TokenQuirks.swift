import HTTPTypes
import Hummingbird
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How a token endpoint differs from RFC 6749's, as its query says. The names are those of ``optionNames``.
struct TokenQuirks: Sendable {
    /// | option | does |
    /// | --- | --- |
    /// | `nest=a.b` | the answer is inside the objects `a` and `b` |
    /// | `rename=access_token:accessToken` | a member of the answer has another name |
    /// | `names=camel` | all of them are in camel case |
    /// | `expires=ms`, `at`, `text`, `none` | milliseconds, `expires_at` in seconds since 1970, a string, nothing |
    /// | `format=form` | the answer is form-encoded |
    /// | `envelope=slack` | `ok`, and errors with status 200 |
    /// | `envelope=tiktok` | `code`, `message` and `data`, and errors with status 200 |
    /// | `envelope=fitbit` | errors are a list of objects |
    /// | `envelope=facebook` | errors are an object |
    /// | `separator=,` | between scopes, in the request and in the answer |
    /// | `more=name:value` | a member is added; `{base}` is the provider's address |
    /// | `param=client_id:client_key` | a parameter of the request has another name, and not its own |
    /// | `require=name`, `refuse=name` | a parameter of the request has to be there, or must not |
    /// | `header=name` | a header of the request has to be there |
    static let optionNames: Set<String> = [
        "nest", "rename", "names", "expires", "format", "envelope", "separator", "more", "param", "require", "refuse",
        "header",
    ]

    var options: Form

    private func all(_ name: String) -> [String] { options.parameters.filter { $0.name == name }.map(\.value) }

    private func pairs(_ name: String) -> [(String, String)] {
        all(name).map { text in
            let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
            return (parts.first ?? "", parts.count > 1 ? parts[1] : "")
        }
    }

    // MARK: The request

    /// The parameters by their standard names.
    func read(_ form: Form, _ headers: HTTPFields) throws(TokenError) -> Form {
        func refuse(_ description: String) -> TokenError { TokenError("invalid_request", description) }
        var form = form
        for (name, other) in pairs("param") {
            guard form[name] == nil else { throw refuse("\(name) is called \(other) here") }
            for index in form.parameters.indices where form.parameters[index].name == other {
                form.parameters[index].name = name
            }
        }
        for name in all("require") where form[name] == nil { throw refuse("\(name) is missing") }
        for name in all("refuse") where form.parameters.contains(where: { $0.name == name }) {
            throw refuse("\(name) is not known here")
        }
        for name in all("header") where HTTPField.Name(name).flatMap({ headers[$0] }) == nil {
            throw refuse("The header \(name) is missing")
        }
        if let separator = options["separator"] {
            for index in form.parameters.indices where form.parameters[index].name == "scope" {
                form.parameters[index].value.replace(separator, with: " ")
            }
        }
        return form
    }

    // MARK: The answer

    func answer(_ json: JSON, now: Date, base: String) -> Response {
        var json = json
        if let lifetime = json["expires_in"]?.seconds {
            switch options["expires"] {
            case "ms": json = json.with("expires_in", .integer(lifetime * 1000))
            case "text": json = json.with("expires_in", .string(String(lifetime)))
            case "none": json = json.with("expires_in", nil)
            case "at":
                json = json.with("expires_in", nil)
                    .with("expires_at", .integer(Int(now.timeIntervalSince1970) + lifetime))
            default: break
            }
        }
        if let separator = options["separator"], let scope = json["scope"]?.text {
            json = json.with("scope", .string(scope.replacing(" ", with: separator)))
        }
        for (name, value) in pairs("more") {
            json = json.with(name, .string(value.replacing("{base}", with: base)))
        }
        if options["names"] == "camel" {
            json = .object((json.members ?? []).map { JSON.Member(name: Self.camel($0.name), value: $0.value) })
        }
        for (name, other) in pairs("rename") { json = json.with(other, json[name]).with(name, nil) }
        for name in (options["nest"] ?? "").split(separator: ".").reversed() {
            json = .object([JSON.Member(name: String(name), value: json)])
        }
        switch options["envelope"] {
        case "slack": json = json.with("ok", true)
        case "tiktok": json = ["code": 0, "message": "OK", "data": json]
        default: break
        }
        guard options["format"] == "form" else { return .json(json, headers: .uncached) }
        let text = (json.members ?? []).map { member in
            let value = member.value.text ?? String(decoding: member.value.bytes, as: UTF8.self)
            return Form.encode(member.name) + "=" + Form.encode(value)
        }
        return .bytes(
            Array(text.joined(separator: "&").utf8), type: "application/x-www-form-urlencoded", headers: .uncached)
    }

    func answer(_ error: TokenError) -> Response {
        let message = JSON.string(error.description)
        switch options["envelope"] {
        case "slack":
            return .json(["ok": false, "error": .string(error.code), "detail": message], headers: .uncached)
        case "tiktok":
            return .json(["code": 40_001, "message": message, "data": [:]], headers: .uncached)
        case "fitbit":
            let item: JSON = ["errorType": .string(error.code), "message": message]
            return .json(["success": false, "errors": [item]], status: error.status, headers: .uncached)
        case "facebook":
            let item: JSON = ["type": .string(error.code), "message": message, "code": 190]
            return .json(["error": item], status: error.status, headers: .uncached)
        default: return error.response
        }
    }

    private static func camel(_ name: String) -> String {
        let words = name.split(separator: "_").map(String.init)
        return (words.first ?? "") + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}

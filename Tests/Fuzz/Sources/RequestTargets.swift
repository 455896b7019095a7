@testable import OAuthCore

/// `WWW-Authenticate` fields. A challenge is written and read again.
let challengeTarget: FuzzTarget = { input in
    let lines = String(decoding: input, as: UTF8.self).split(separator: "\n").map(String.init)
    for challenge in AuthenticationChallenge.parse(lines) {
        precondition(!challenge.scheme.isEmpty, "a challenge without a scheme")
        precondition(challenge.parameters.keys.allSatisfy { !$0.isEmpty && $0 == $0.lowercased() })
        guard challenge.token68 == nil, !challenge.parameters.isEmpty else { continue }
        let parameters = challenge.parameters.map { name, value in
            "\(name)=\"\(value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
        }
        let again = AuthenticationChallenge.parse(["\(challenge.scheme) \(parameters.joined(separator: ", "))"])
        precondition(again == [challenge], "a challenge is not what it was when it is written and read again")
    }
}

/// OAuth 1.0a base strings: method, URL, form, each on a line. The same parameters in any order sign alike.
let oauth1Target: FuzzTarget = { input in
    let lines = input.split(separator: UInt8(ascii: "\n"), maxSplits: 2, omittingEmptySubsequences: false)
    let method = lines.first.map { String(decoding: $0, as: UTF8.self) } ?? ""
    let url = Array(lines.dropFirst().first ?? [])
    let form = lines.count > 2 ? Array(lines[2]) : nil
    var parameters = OAuth1.Parameters()
    parameters.append("oauth_nonce", "n")
    func baseString(_ form: [UInt8]?) -> [UInt8] {
        url.withUnsafeBufferPointer {
            OAuth1.BaseString.make(method: method, url: $0, form: form, protocolParameters: parameters)
        }
    }
    let text = baseString(form)
    let encoded = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%&".utf8)
    precondition(text.allSatisfy(encoded.contains), "a base string holds what must be encoded")
    precondition(text.count { $0 == UInt8(ascii: "&") } == 2, "a base string does not have three parts")
    if let form {
        let reversed = form.split(separator: UInt8(ascii: "&")).reversed().joined(separator: [UInt8(ascii: "&")])
        precondition(baseString(Array(reversed)) == text, "the order of parameters changes a base string")
    }
    guard let signer = OAuth1.Signer(.hmacSHA256, clientID: "id", clientSecret: Redacted("secret")) else { return }
    let stamp = OAuth1.Stamp(timestamp: 1, nonce: "n")
    let request = OAuth1.Request(method: method, url: String(decoding: url, as: UTF8.self), form: form)
    for placement in OAuth1.Placement.allCases { _ = try? signer.sign(request, placement: placement, stamp: stamp) }
}

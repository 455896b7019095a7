import OAuthClient

/// The status line and headers, as `curl -i` prints them.
enum ResponseHead {
    static func text(of response: APIResponse) -> String {
        var text = "\(response.httpVersion) \(response.status)"
        if let reason = response.reason, !reason.isEmpty { text += " \(reason)" }
        for field in response.headers { text += "\r\n\(field.name.rawName): \(field.value)" }
        return text + "\r\n\r\n"
    }
}

import HTTPTypes
import Hummingbird
import NIOCore

/// A failure that the next token requests meet, as an operator asked for.
struct Fault: Sendable, Equatable {
    enum Form: Sendable, Equatable {
        case json(error: String)
        /// As a proxy or a maintenance page answers.
        case html
        /// The connection ends without an answer.
        case close
    }

    var status = 503
    var remaining = 1
    var form = Form.json(error: "temporarily_unavailable")
    /// Seconds.
    var retryAfter: String?
    /// The request is processed first and only its answer is lost.
    var happensAfterwards = false

    func response(closing channel: any Channel) async -> Response {
        var headers = HTTPFields.uncached
        headers[.retryAfter] = retryAfter
        let status = HTTPResponse.Status(code: status)
        switch form {
        case .json(let error):
            return .json(
                ["error": .string(error), "error_description": "The operator asked for this failure"], status: status,
                headers: headers)
        case .html:
            let page = "<!doctype html><title>Down for maintenance</title><h1>We will be back soon</h1>"
            return .bytes(Array(page.utf8), type: "text/html; charset=utf-8", status: status, headers: headers)
        case .close:
            try? await channel.close()
            return Response(status: status)
        }
    }
}

extension ProviderState {
    /// The failure that this token request meets, and one fewer from now on.
    func nextFault() -> Fault? {
        guard let current = fault, current.remaining > 0 else { return nil }
        fault?.remaining -= 1
        if !current.happensAfterwards {
            stats.tokenRequests += 1
            stats.tokenErrors += 1
        }
        return current
    }

    func fail(_ fault: Fault) { self.fault = fault }
}

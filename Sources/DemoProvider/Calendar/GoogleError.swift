import HTTPTypes

/// An error as Google's APIs write it.
struct GoogleError: Error, Sendable {
    var status: HTTPResponse.Status
    var message: String
    var reason: String

    init(_ status: HTTPResponse.Status, _ message: String, _ reason: String) {
        self.status = status
        self.message = message
        self.reason = reason
    }

    static func badParameter(_ name: String, _ problem: String) -> GoogleError {
        GoogleError(.badRequest, "Invalid value for \(name): \(problem)", "badRequest")
    }

    var json: JSON {
        [
            "error": [
                "code": .integer(status.code), "message": .string(message),
                "errors": [["message": .string(message), "domain": "global", "reason": .string(reason)]],
                "status": .string(canonicalName),
            ]
        ]
    }

    /// The name of google.rpc.Code.
    private var canonicalName: String {
        switch status.code {
        case 400: "INVALID_ARGUMENT"
        case 401: "UNAUTHENTICATED"
        case 403: "PERMISSION_DENIED"
        case 404: "NOT_FOUND"
        case 429: "RESOURCE_EXHAUSTED"
        case 500...: "INTERNAL"
        default: "UNKNOWN"
        }
    }
}

import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    static func json(_ value: JSON, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        .bytes(value.bytes, type: "application/json; charset=utf-8", status: status, headers: headers)
    }

    static func bytes(
        _ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        headers[.contentType] = type
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// 303 after a form, so that no browser sends the form again to where it lands (RFC 9700 §4.12).
    static func sendOn(to location: String, status: HTTPResponse.Status = .found) -> Response {
        Response(status: status, headers: [.location: location, .cacheControl: "no-store"])
    }
}

extension HTTPFields {
    /// What holds a token is kept by nobody (RFC 6749 §5.1).
    static let uncached: HTTPFields = [.cacheControl: "no-store", .pragma: "no-cache"]
}

extension HTTPField.Name {
    static let pragma = Self("Pragma")!
    static let referrerPolicy = Self("Referrer-Policy")!
    static let dpop = Self("DPoP")!
    static let dpopNonce = Self("DPoP-Nonce")!
    static let frameOptions = Self("X-Frame-Options")!
}

extension Request {
    var queryForm: Form { Form(uri.query ?? "") }

    /// The parameters of the body; nil where it is no form or longer than 64 KiB.
    func bodyForm() async throws -> Form? {
        let type = headers[.contentType]?.split(separator: ";").first?.lowercased() ?? ""
        guard type.filter({ $0 != " " }) == "application/x-www-form-urlencoded",
            let body = try? await body.collect(upTo: 65_536)
        else { return nil }
        return Form(String(buffer: body))
    }
}

import HTTPTypes
import Hummingbird
import NIOCore

/// Endpoints that answer in every way an API can, the bad ones included. None needs a token; one that is sent is not
/// checked.
///
/// | endpoint | answers |
/// | --- | --- |
/// | `ANY /api/echo` | what it saw, see ``Echo`` |
/// | `ANY /api/status/{code}` | that status (200 to 599) and JSON; `?retry_after=` adds the header |
/// | `GET /api/slow?ms=1000` | after that time (at most 10 min); `&body=1`: the head at once, the body after it |
/// | `GET /api/big?mb=1` | a JSON array of exactly that many MiB (to 4096); `&declared=1` adds `Content-Length` |
/// | `GET /api/lines?count=10` | JSON a line, as it comes: see ``PlaygroundController/lines(_:_:)`` |
/// | `GET /api/file?kb=64` | that many KiB with `ETag`, whole or the range asked for; `&cut=1000`: the whole ends there |
/// | `GET /api/cut` | 200 that declares 1000 bytes, sends 100 and closes |
/// | `GET /api/feed?entries=2` | a feed in XML |
/// | `GET /api/html` | 200 and an HTML page |
/// | `GET /api/bad-utf8` | JSON with bytes that are no UTF-8 |
/// | `GET /api/deep?n=10000` | arrays in arrays, that deep (at most 10 million) |
/// | `ANY /api/redirect?to=URL&status=302` | a redirect (300 to 399), by default to `/api/echo` |
/// | `GET /api/document` | a document that a cache can ask about: ``DocumentController`` |
/// | `GET /api/gzip`, `GET /api/deflate` | JSON with that `Content-Encoding` |
struct PlaygroundController {
    func add(to router: Router<DemoContext>) {
        let group = router.group("/api")
        for method in [HTTPRequest.Method.get, .head, .post, .put, .patch, .delete, .options] {
            group.on("echo", method: method) { request, _ in Response.json(try await Echo.json(request)) }
            group.on("status/{code}", method: method, use: Self.status)
            group.on("redirect", method: method, use: Self.redirect)
        }
        group.get("slow", use: Self.slow)
        group.get("big", use: Self.big)
        group.get("lines", use: Self.lines)
        group.get("file", use: Self.file)
        group.get("cut") { _, _ in Self.cutShort() }
        group.get("deep", use: Self.deep)
        group.get("feed", use: Self.feed)
        group.get("html") { _, _ in
            let page = "<!doctype html><html><head><title>Sign in</title></head><body><h1>Welcome</h1></body></html>\n"
            return Response.bytes(Array(page.utf8), type: "text/html; charset=utf-8")
        }
        group.get("bad-utf8") { _, _ in
            Response.bytes(
                Array(#"{"title":"M"#.utf8) + [0xFC] + Array(#"ller","cut":""#.utf8) + [0xE6, 0x9D]
                    + Array(#""}"#.utf8),
                type: "application/json")
        }
        group.get("gzip") { _, _ in Self.encoded("gzip", by: Gzip.gzip) }
        group.get("deflate") { _, _ in Self.encoded("deflate", by: Gzip.zlib) }
    }

    @Sendable private static func status(_ request: Request, _ context: DemoContext) throws -> Response {
        guard let code = context.parameters.get("code", as: Int.self), (200...599).contains(code) else {
            throw HTTPError(.badRequest, message: "The status is 200 to 599")
        }
        var headers = HTTPFields()
        headers[.retryAfter] = request.queryForm["retry_after"]
        let status = HTTPResponse.Status(code: code)
        // Neither has a body (RFC 9110 §15.3.5, §15.4.5).
        guard code != 204, code != 304 else { return Response(status: status, headers: headers) }
        return .json(
            ["status": .integer(code), "reason": .string(status.reasonPhrase)], status: status, headers: headers)
    }

    @Sendable private static func redirect(_ request: Request, _ context: DemoContext) throws -> Response {
        let form = request.queryForm
        let code = form.integer("status") ?? 302
        guard (300...399).contains(code) else { throw HTTPError(.badRequest, message: "The status is 300 to 399") }
        return .sendOn(to: form["to"] ?? "/api/echo", status: HTTPResponse.Status(code: code))
    }

    @Sendable private static func slow(_ request: Request, _ context: DemoContext) async throws -> Response {
        let form = request.queryForm
        let time = Duration.milliseconds(min(max(0, form.integer("ms") ?? 1000), 600_000))
        let answer = JSON.object([.init(name: "waited_ms", value: .integer(Int(time.seconds * 1000)))]).bytes
        guard form["body"] == "1" else {
            try await Task.sleep(for: time)
            return .bytes(answer, type: "application/json")
        }
        return Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody { writer in
                try await Task.sleep(for: time)
                try await writer.write(ByteBuffer(bytes: answer))
                try await writer.finish(nil)
            })
    }

    @Sendable private static func feed(_ request: Request, _ context: DemoContext) -> Response {
        let titles = ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"]
        let host = request.head.authority ?? "localhost"
        let entries = titles.prefix(max(0, request.queryForm.integer("entries") ?? 2)).enumerated().map {
            index, title in
            """
              <entry id="\(index + 1)"><title>\(title)</title><link href="http://\(host)/news/\(index + 1)"/></entry>
            """
        }
        let text =
            "<?xml version=\"1.0\"?>\n<feed>\n  <title>News</title>\n\(entries.joined(separator: "\n"))\n</feed>\n"
        return .bytes(Array(text.utf8), type: "application/xml")
    }

    static func cutShort() -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody(contentLength: 1000) { writer in
                try await writer.write(ByteBuffer(string: "[\"" + String(repeating: "x", count: 98)))
                // Never finished: the connection ends here.
                throw ChannelError.inputClosed
            })
    }

    @Sendable private static func deep(_ request: Request, _ context: DemoContext) -> Response {
        let depth = min(max(1, request.queryForm.integer("n") ?? 10_000), 10_000_000)
        let bytes =
            [UInt8](repeating: UInt8(ascii: "["), count: depth) + [UInt8](repeating: UInt8(ascii: "]"), count: depth)
        return .bytes(bytes, type: "application/json")
    }

    private static func encoded(_ coding: String, by encode: ([UInt8]) -> [UInt8]) -> Response {
        let value: JSON = ["encoding": .string(coding), "text": .string(String(repeating: "äöü ", count: 20_000))]
        return .bytes(encode(value.bytes), type: "application/json", headers: [.contentEncoding: coding])
    }
}

import HTTPTypes
import Hummingbird
import NIOCore

extension PlaygroundController {
    /// `?count=` (10) lines `{"id":1,"text":"…"}`, written as the client reads them.
    ///
    /// | | |
    /// | --- | --- |
    /// | `bytes=1000` | so long each line is, about (to 1,000,000) |
    /// | `ms=100` | the time between two lines (to 10 s) |
    /// | `cut=5` | the connection breaks in the middle of the line behind the fifth |
    /// | `pages=3` | a `Link` header leads to the next page, until there are so many |
    /// | `type=text/plain` | the `Content-Type`, else `application/x-ndjson` |
    @Sendable static func lines(_ request: Request, _ context: DemoContext) -> Response {
        let form = request.queryForm
        let count = max(form.integer("count") ?? 10, 0)
        let filler = String(repeating: "x", count: min(max(form.integer("bytes") ?? 0, 0), 1_000_000))
        let pause = Duration.milliseconds(min(max(form.integer("ms") ?? 0, 0), 10_000))
        let cut = form.integer("cut")
        let page = max(form.integer("page") ?? 1, 1)
        var headers: HTTPFields = [.contentType: form["type"] ?? "application/x-ndjson"]
        if page < form.integer("pages") ?? 1 {
            let others = form.parameters.filter { $0.name != "page" }.map { "&\($0.name)=\(Form.encode($0.value))" }
            headers[HTTPField.Name("Link")!] = "<?page=\(page + 1)\(others.joined())>; rel=\"next\""
        }
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                var block = ByteBuffer()
                for line in 0..<count {
                    if line == cut {
                        block.writeString("{\"id\":")
                        try await writer.write(block)
                        throw ChannelError.inputClosed  // never finished: the connection ends here
                    }
                    block.writeString("{\"id\":\((page - 1) * count + line + 1),\"text\":\"\(filler)\"}\n")
                    guard block.readableBytes >= 64 << 10 || pause > .zero || line == count - 1 else { continue }
                    try await writer.write(block)
                    block.clear()
                    if pause > .zero { try await Task.sleep(for: pause) }
                }
                try await writer.finish(nil)
            })
    }
}

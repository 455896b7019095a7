import HTTPTypes
import Hummingbird
import NIOCore

extension PlaygroundController {
    /// Written piece by piece as the client reads, so that 4 GiB take no memory.
    @Sendable static func big(_ request: Request, _ context: DemoContext) -> Response {
        let form = request.queryForm
        let size = min(max(1, form.integer("mb") ?? 1), 4096) << 20
        return Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody(contentLength: form["declared"] == "1" ? size : nil) { writer in
                // Every element takes 64 bytes; the first has the bracket for its comma, the last closes the array.
                let element = ",\"" + String(repeating: "0123456789abcdef", count: 3) + "0123456789ab\"\n"
                let block = ByteBuffer(string: String(repeating: element, count: 1024))
                var first = block
                first.setString("[", at: first.readerIndex)
                var sent = 0
                while sent < size {
                    var piece = sent == 0 ? first : block
                    sent += piece.readableBytes
                    if sent == size { piece.setString("]", at: piece.writerIndex - 1) }
                    try await writer.write(piece)
                }
                try await writer.finish(nil)
            })
    }
}

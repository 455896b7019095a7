import HTTPTypes
import Hummingbird
import NIOCore

extension PlaygroundController {
    /// A file that can be had in parts (RFC 9110 §14): one range, with or without an end, on condition of `If-Range`.
    @Sendable static func file(_ request: Request, _ context: DemoContext) -> Response {
        let form = request.queryForm
        let size = min(max(1, form.integer("kb") ?? 64), 4 << 20) << 10
        let tag = "\"demo-\(size)\""
        var headers: HTTPFields = [
            .contentType: "application/octet-stream", .eTag: tag, .acceptRanges: "bytes",
        ]
        var first = 0
        var last = size - 1
        var status = HTTPResponse.Status.ok
        if let range = request.headers[.range], request.headers[.ifRange] ?? tag == tag {
            guard let asked = firstAndLast(of: range, size: size) else {
                headers[.contentRange] = "bytes */\(size)"
                return Response(status: .rangeNotSatisfiable, headers: headers)
            }
            (first, last) = asked
            status = .partialContent
            headers[.contentRange] = "bytes \(first)-\(last)/\(size)"
        }
        // Of the whole only: what is left of it can be had.
        let cut = status == .ok ? form.integer("cut") : nil
        return Response(
            status: status, headers: headers,
            body: ResponseBody(contentLength: last - first + 1) { [first, last] writer in
                var next = first
                while next <= last {
                    let end = min(next + (64 << 10), last + 1, cut ?? .max)
                    guard next < end else { throw ChannelError.inputClosed }
                    try await writer.write(ByteBuffer(bytes: (next..<end).lazy.map(Self.byte)))
                    next = end
                }
                try await writer.finish(nil)
            })
    }

    /// Lines of 64 bytes that tell where in the file they are.
    private static func byte(_ offset: Int) -> UInt8 {
        let (line, column) = (offset / 64, offset % 64)
        if column == 63 { return UInt8(ascii: "\n") }
        guard column < 16 else { return UInt8(ascii: ".") }
        return Array("0123456789abcdef".utf8)[(line >> ((15 - column) * 4)) & 15]
    }

    /// `bytes=100-` or `bytes=100-199`.
    private static func firstAndLast(of range: String, size: Int) -> (Int, Int)? {
        guard range.hasPrefix("bytes=") else { return nil }
        let ends = range.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Int(ends[0]), first < size else { return nil }
        guard !ends[1].isEmpty else { return (first, size - 1) }
        guard let last = Int(ends[1]), last >= first else { return nil }
        return (first, min(last, size - 1))
    }
}

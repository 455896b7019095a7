import NIOCore
import NIOHTTP1
import OAuthCore

/// Turns requests into the form that an HTTP proxy forwards (RFC 9112 §3.2.2): `GET http://host/path HTTP/1.1`.
///
/// AsyncHTTPClient knows only CONNECT, which proxies commonly refuse for port 80. So plain http goes to the proxy as if
/// it were the server, with the real host in `Host`, and this handler, next to the encoder, writes the target out.
final class AbsoluteFormHandler: ChannelOutboundHandler {
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    private let credentials: Redacted<BasicCredentials>?

    init(credentials: Redacted<BasicCredentials>?) { self.credentials = credentials }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(var head) = unwrapOutboundIn(data), let host = head.headers.first(name: "Host") else {
            return context.write(data, promise: promise)
        }
        head.uri = "http://\(host)\(head.uri)"
        if let credentials {
            head.headers.replaceOrAdd(name: "Proxy-Authorization", value: credentials.reveal().basic)
        }
        context.write(wrapOutboundOut(.head(head)), promise: promise)
    }

    /// Puts a handler into the pipeline of a new connection.
    static func install(in channel: any Channel, credentials: Redacted<BasicCredentials>?) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let encoder = try pipeline.handler(type: HTTPRequestEncoder.self)
            try pipeline.addHandler(AbsoluteFormHandler(credentials: credentials), position: .after(encoder))
        }
    }
}

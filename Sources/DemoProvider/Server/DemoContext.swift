import Crypto
import Hummingbird
import NIOCore
import NIOSSL

/// The request context: Hummingbird's own, and the connection so that an endpoint can cut it or see its certificate.
struct DemoContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// The `x5t#S256` of the client's certificate (RFC 8705 §3.1); nil where it showed none, or there is no TLS.
    func certificateThumbprint() async -> String? {
        let channel = channel
        return try? await channel.eventLoop.submit {
            let handler = try channel.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self)
            return try handler.peerCertificate.map { Thumbprint.of(try $0.toDERBytes()) }
        }.get()
    }
}

enum Thumbprint {
    /// Of a certificate's DER.
    static func of(_ der: [UInt8]) -> String { Base64URL.encode(Array(SHA256.hash(data: der))) }
}

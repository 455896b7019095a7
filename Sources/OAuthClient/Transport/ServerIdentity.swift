import NIOCore
import NIOSSL
import OAuthCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Whom a server's certificate is for, besides what swift-nio-ssl makes sure of: it takes a certificate for the address that
/// a connection leads to, whatever host the URL names, so that who has one for an address of his own and answers DNS for
/// somebody else would be taken for that one. RFC 9525 §6.1 wants the name of the URL, and an address only where that is one.
///
/// Few certificates are for addresses. Only for those does it matter whom the connection was for, which the library does not
/// say: a first attempt ends with ``Unclear``, and the next one is made by a client that knows its host.
struct ServerIdentity: Sendable, Equatable {
    /// The certificate is for an address too, and for whom the connection was is not known.
    struct Unclear: Error {}
    /// The certificate is for others.
    struct Another: Error {}

    /// `dNSName` of the certificate, in lower case.
    var names: [String] = []
    /// `iPAddress` of it, in network order.
    var addresses: [[UInt8]] = []

    /// - Parameter host: of the URL, in lower case and without brackets.
    func covers(_ host: String) -> Bool {
        if let address = Self.address(host) { return addresses.contains(address) }
        let host = host.hasSuffix(".") ? host.dropLast() : host[...]
        return names.contains { name in
            let name = name.hasSuffix(".") ? name.dropLast() : name[...]
            if name == host { return !name.isEmpty }
            // RFC 9525 §6.3: a wildcard is the whole of the leftmost label, and stands for one.
            guard name.hasPrefix("*."), let dot = host.firstIndex(of: "."), dot > host.startIndex else { return false }
            let parent = name.dropFirst()
            return host[dot...] == parent && parent.dropFirst().contains(".")
        }
    }

    private static func address(_ host: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, host, &bytes) == 1 { return Array(bytes[..<4]) }
        return inet_pton(AF_INET6, host, &bytes) == 1 ? bytes : nil
    }

    // MARK: Connections

    /// Fails, and closes the connection, where the certificate is not the host's.
    /// - Parameter host: whom the connection is for; nil where that is not known.
    static func check(_ channel: any Channel, for host: String?) -> EventLoopFuture<Void> {
        channel.nioSSL_peerCertificate().flatMapThrowing { certificate in
            // The handshake has made sure that there is one.
            guard let certificate else { throw Another() }
            let identity = ServerIdentity(certificate)
            guard !identity.addresses.isEmpty else { return }
            guard let host else { throw Unclear() }
            guard identity.covers(host) else { throw Another() }
        }.flatMapError { error in
            channel.close(promise: nil)
            return channel.eventLoop.makeFailedFuture(error)
        }
    }

    init(_ certificate: NIOSSLCertificate) {
        for name in certificate._subjectAlternativeNames() {
            switch name.nameType {
            case .dnsName: names.append(String(decoding: name.contents, as: UTF8.self).lowercased())
            case .ipAddress: addresses.append(Array(name.contents))
            default: break
            }
        }
    }

    init(names: [String] = [], addresses: [[UInt8]] = []) {
        self.names = names
        self.addresses = addresses
    }
}

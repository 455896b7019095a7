import Foundation
import Synchronization
import Testing

@testable import OAuthClient
@testable import OAuthCore

/// https on loopback.
@Suite struct SecureListenerTests {
    /// Documents in memory.
    private actor Documents: DocumentStore {
        var all: [DocumentKey: (bytes: Redacted<[UInt8]>, end: Date?)] = [:]

        func document(_ key: DocumentKey, now: Date) -> Redacted<[UInt8]>? {
            all[key].flatMap { $0.end.map { now < $0 } ?? true ? $0.bytes : nil }
        }

        func save(_ document: Redacted<[UInt8]>, as key: DocumentKey, expiresAt: Date?) {
            all[key] = (document, expiresAt)
        }

        func removeDocument(_ key: DocumentKey) { all[key] = nil }
        func withLock<R: Sendable>(on key: DocumentKey, _ body: @Sendable () async throws -> R) async throws -> R {
            try await body()
        }
    }

    private func certificate(_ documents: Documents?, now: Date = Date()) async throws -> LoopbackCertificate {
        try await LoopbackCertificate.selfSigned(documents: documents, connection: "c", now: now)
    }

    @Test(arguments: ["127.0.0.1", "localhost", "::1"])
    func servesTheCallbackOverTLS(host: String) async throws {
        let certificate = try await certificate(nil)
        let folder = TestFolder()
        let file = folder.write(certificate.chain, to: "ca.pem")
        let listener = try await LoopbackListener()
            .listen(at: CallbackPlace(host: host, certificate: certificate)) { _ in .success(connection: "google") }
        let name = host == "::1" ? "[::1]" : host
        let url = URL(string: "https://\(name):\(listener.port)/callback?code=1")!
        let answer = try await AsyncHTTPTransport.test(caFile: file).send(TransportRequest(url: url))
        #expect(answer.status == 200)
        await answer.body.drain()
        // Nobody believes it who was not told to.
        #expect(await failure { try await AsyncHTTPTransport.test().send(TransportRequest(url: url)) } != nil)
        let plain = URL(string: "http://\(name):\(listener.port)/callback?code=1")!
        #expect(await failure { try await AsyncHTTPTransport.test().send(TransportRequest(url: plain)) } != nil)
        await listener.close()
    }

    @Test func isMadeOnceAndAgainWhenItHasEnded() async throws {
        let documents = Documents()
        let first = try await certificate(documents)
        let second = try await certificate(documents)
        #expect(first.fingerprint == second.fingerprint)
        #expect(first.isSelfSigned && second.isSelfSigned)
        #expect(first.fingerprint.wholeMatch(of: /([0-9A-F]{2}:){31}[0-9A-F]{2}/) != nil)
        let later = try await certificate(documents, now: Date(timeIntervalSinceNow: LoopbackCertificate.lifetime + 1))
        #expect(later.fingerprint != first.fingerprint)
        #expect(await documents.all.count == 1)
    }

    @Test func opensslFindsTheSameFingerprint() async throws {
        let certificate = try await certificate(nil)
        let folder = TestFolder()
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = [
            "x509", "-noout", "-fingerprint", "-sha256", "-ext", "subjectAltName", "-in",
            folder.write(certificate.chain, to: "c.pem"),
        ]
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(text.contains(certificate.fingerprint))
        #expect(text.contains("DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1"), "\(text)")
    }

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test func takesThePersonsOwn() throws {
        let own = try Certificate(for: "IP:127.0.0.1")
        let other = try Certificate(for: "IP:127.0.0.1")
        func make(_ chain: String, _ key: String) -> OAuthError? {
            do throws(OAuthError) {
                _ = try LoopbackCertificate(chain: chain, key: Redacted(key), isSelfSigned: false, connection: "c")
                return nil
            } catch { return error }
        }
        #expect(try make(text(own.certificate), text(own.key)) == nil)
        #expect(try make(text(own.certificate), text(other.key))?.message.contains("does not belong") == true)
        #expect(try make("nonsense", text(own.key))?.message.contains("redirect_certificate of connection 'c'") == true)
        #expect(try make(text(own.certificate), "nonsense")?.message.contains("redirect_certificate_key") == true)
        for error in [try make(text(own.certificate), text(other.key)), try make("nonsense", text(own.key))] {
            #expect(error?.kind == .config)
        }
    }
}

import Foundation

/// A self-signed certificate and its key, made by openssl.
struct Certificate: Sendable {
    let folder = TestFolder()
    var certificate: String { folder.file("certificate.pem") }
    var key: String { folder.file("key.pem") }

    /// - Parameter name: a subjectAltName such as `IP:127.0.0.1` or `DNS:localhost`.
    init(for name: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=oauthlua test", "-addext", "subjectAltName=\(name)", "-keyout", key, "-out", certificate,
        ]
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
    }
}

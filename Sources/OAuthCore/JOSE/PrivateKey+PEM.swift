import Crypto
import CryptoExtras

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension PrivateKey {
    /// Reads PKCS#1 (`RSA PRIVATE KEY`), SEC1 (`EC PRIVATE KEY`) or PKCS#8 (`PRIVATE KEY`).
    init(pem text: Redacted<String>) throws(OAuthError) {
        let block = try Self.block(in: text.reveal())
        try Self.checkCurve(block)
        let pem = block.text
        if let key = try? P256.Signing.PrivateKey(pemRepresentation: pem) {
            self = .p256(key)
        } else if let key = try? P384.Signing.PrivateKey(pemRepresentation: pem) {
            self = .p384(key)
        } else if let key = try? P521.Signing.PrivateKey(pemRepresentation: pem) {
            self = .p521(key)
        } else if let key = try? Curve25519.Signing.PrivateKey(pemRepresentation: pem) {
            self = .ed25519(key)
        } else if let key = try? _RSA.Signing.PrivateKey(unsafePEMRepresentation: pem) {
            try Self.checkStrength(bits: key.keySizeInBits)
            self = .rsa(key)
        } else {
            throw OAuthError(
                .config, "the private key cannot be read",
                advice:
                    "Give an RSA key, an EC key on P-256, P-384 or P-521, or an Ed25519 key as PEM or JWK, unchanged")
        }
    }

    /// The library reads a PKCS#8 key on any curve as one on the curve of its length: it would sign, and nobody verify it.
    private static func checkCurve(_ block: PEMBlock) throws(OAuthError) {
        guard let der = block.der, der.contains(curveKey), !curves.contains(where: { der.contains($0) })
        else { return }
        throw OAuthError(
            .config, "the EC key is on a curve that is not known here", advice: "Use a key on P-256, P-384 or P-521")
    }

    /// id-ecPublicKey, and the curves' names, as object identifiers in DER (RFC 5480 §2.1.1).
    private static let curveKey: [UInt8] = [0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]
    private static let curves: [[UInt8]] = [
        [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07], [0x06, 0x05, 0x2B, 0x81, 0x04, 0x00, 0x22],
        [0x06, 0x05, 0x2B, 0x81, 0x04, 0x00, 0x23],
    ]

    /// RFC 7518 §3.3 asks for 2048 bits.
    static func checkStrength(bits: Int) throws(OAuthError) {
        guard bits >= 2048 else {
            throw OAuthError(
                .config, "the RSA key has \(bits) bits, and signatures need 2048 or more",
                advice: "Make a new key and register it with the provider")
        }
    }

    /// The first private key of a PEM file.
    private static func block(in text: String) throws(OAuthError) -> PEMBlock {
        let blocks = PEMBlock.all(in: text)
        guard
            let block = blocks.first(where: { ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"].contains($0.label) })
        else { throw refusal(of: blocks.map(\.label)) }
        if block.lines.contains(where: { $0.hasPrefix("Proc-Type:") && $0.hasSuffix("ENCRYPTED") }) { throw encrypted }
        return block
    }

    private static func refusal(of names: [String]) -> OAuthError {
        if names.contains("ENCRYPTED PRIVATE KEY") { return encrypted }
        let advice = "Give the private key that belongs to it"
        if names.contains(where: { $0.hasSuffix("PUBLIC KEY") }) {
            return OAuthError(.config, "a public key stands where the private key should be", advice: advice)
        }
        if names.contains(where: { $0.hasSuffix("CERTIFICATE") }) {
            return OAuthError(.config, "a certificate stands where the private key should be", advice: advice)
        }
        if names.contains("OPENSSH PRIVATE KEY") {
            return OAuthError(
                .config, "the private key is in OpenSSH's own format",
                advice: "Convert a copy of it with: ssh-keygen -p -m PKCS8 -f FILE")
        }
        return OAuthError(
            .config, "the text that should be a private key is neither PEM nor JWK",
            advice: "Give the whole file, from the line BEGIN PRIVATE KEY to the line END PRIVATE KEY")
    }

    private static var encrypted: OAuthError {
        OAuthError(
            .config, "the private key is encrypted with a passphrase",
            advice: "Write a copy without one with: openssl pkey -in FILE -out NEWFILE")
    }
}

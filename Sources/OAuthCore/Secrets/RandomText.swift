/// Text that nobody can guess.
enum RandomText {
    /// `bytes` random bytes in base64url: 32 bytes, the default, are 256 bits in 43 characters.
    static func make(bytes: Int = 32, using generator: inout some RandomNumberGenerator) -> String {
        Base64URL.encode((0..<bytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }
}

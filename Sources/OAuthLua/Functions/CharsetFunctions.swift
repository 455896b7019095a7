import LuaHost
import OAuthCore

/// Text in another charset, for the decoders that take strings.
enum CharsetFunctions {
    static let all: [SyncFunction] = [
        SyncFunction("charset.decode") { arguments in
            guard case .string(let bytes)? = arguments.first else { throw ArgumentFailure("the text must be a string") }
            let charset = try Charset(given: arguments.text(1, "charset"))
            do throws(Charset.Failure) {
                return [.string(try charset.decode(bytes) ?? bytes)]
            } catch {
                let byte = String(bytes[error.offset], radix: 16, uppercase: true)
                throw OAuthError(
                    .decode, "the text is not \(charset.rawValue): byte 0x\(byte) at position \(error.offset + 1)")
            }
        }
    ]
}

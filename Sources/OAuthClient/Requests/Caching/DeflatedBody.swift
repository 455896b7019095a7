import CZlib
import OAuthCore

/// Bodies as they are kept: JSON takes a tenth of its length in zlib's fastest mode (RFC 1950), which is quicker than writing
/// all of it.
enum DeflatedBody {
    static func deflated(_ bytes: [UInt8]) -> [UInt8]? {
        var size = compressBound(UInt(bytes.count))
        var status = Z_OK
        let result = [UInt8](unsafeUninitializedCapacity: Int(size)) { buffer, count in
            status = compress2(buffer.baseAddress, &size, bytes, UInt(bytes.count), Z_BEST_SPEED)
            count = status == Z_OK ? Int(size) : 0
        }
        return status == Z_OK ? result : nil
    }

    /// With ``ResponseBody/padding`` bytes to spare; nil for what is damaged or has another length.
    static func inflated(_ bytes: [UInt8], length: Int) -> [UInt8]? {
        var size = UInt(length)
        var status = Z_OK
        let result = [UInt8](unsafeUninitializedCapacity: length + ResponseBody.padding) { buffer, count in
            status = uncompress(buffer.baseAddress, &size, bytes, UInt(bytes.count))
            count = status == Z_OK ? Int(size) : 0
        }
        return status == Z_OK && result.count == length ? result : nil
    }
}

extension StoredResponse {
    /// The entry of an answer with this body; nil where memory is short.
    public func entry(body: [UInt8]) -> CacheEntry? {
        DeflatedBody.deflated(body).map { CacheEntry(head: Redacted(bytes), body: Redacted($0)) }
    }

    /// The body of an entry that was made by ``entry(body:)``; nil for another.
    public func body(of entry: CacheEntry) -> [UInt8]? { DeflatedBody.inflated(entry.body.reveal(), length: length) }
}

import CZlib
import NIOCore
import OAuthCore

/// Undoes `Content-Encoding: gzip` and `deflate` (RFC 9110 §8.4.1) a piece at a time.
///
/// AsyncHTTPClient has a decompressor of its own; ours is used because that one fails on a bodiless answer to HEAD, on
/// a gzip body of several members (RFC 1952 §2.2) and on the raw deflate that some servers send, and because it
/// inflates all of an input at once, so that a small body can ask for a lot of memory before anyone can say stop.
final class Inflater {
    enum Coding: Equatable { case gzip, deflate }

    private let stream: UnsafeMutablePointer<z_stream>
    private let coding: Coding
    private var isOpen = false
    private var isFinished = false
    private var pending = ByteBuffer()

    /// The coding that a `Content-Encoding` field asks us to undo; nil for none, and for those we never asked for.
    static func coding(of field: String?) -> Coding? {
        switch field?.lowercased() {
        case "gzip", "x-gzip": .gzip
        case "deflate": .deflate
        default: nil
        }
    }

    init(_ coding: Coding) {
        self.coding = coding
        stream = .allocate(capacity: 1)  // zlib keeps a pointer to it, so it must not move
        stream.initialize(to: z_stream())
    }

    deinit {
        if isOpen { inflateEnd(stream) }
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    func feed(_ input: ByteBuffer) {
        var input = input
        pending.writeBuffer(&input)
    }

    /// The next piece of at most 64 kB, nil where more input is needed.
    /// - Throws: ``OAuthError`` of kind `decode` for bytes that are not what the header said.
    func next() throws -> ByteBuffer? {
        while pending.readableBytes > 0 {
            if isFinished {
                guard startsAnotherMember() else { return nil }
            } else if !isOpen {
                // Two bytes tell zlib's framing from raw deflate.
                guard coding == .gzip || pending.readableBytes >= 2 else { return nil }
                try open()
            }
            let output = try inflatePending()
            if output.readableBytes > 0 { return output }
        }
        return nil
    }

    /// What is left when the input has ended.
    /// - Throws: ``OAuthError`` of kind `network` where the compressed data stops in the middle.
    func end() throws {
        guard isFinished || (!isOpen && pending.readableBytes == 0) else {
            throw OAuthError(.network, "the response was cut short: its compressed data stops in the middle")
        }
    }

    private func open() throws {
        let bits: Int32
        switch coding {
        case .gzip: bits = 15 + 16
        case .deflate: bits = hasZlibHeader ? 15 : -15
        }
        guard
            inflateInit2_(stream, bits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { throw OAuthError(.decode, "the response could not be decompressed: zlib did not start") }
        isOpen = true
    }

    /// RFC 1950 §2.2: method 8 and a check value.
    private var hasZlibHeader: Bool {
        let start = pending.getBytes(at: pending.readerIndex, length: 2) ?? []
        return start.count == 2 && start[0] & 0x0f == 8 && (Int(start[0]) << 8 | Int(start[1])) % 31 == 0
    }

    /// Goes on with the next gzip member; anything else behind the end is padding and is dropped.
    private func startsAnotherMember() -> Bool {
        let magic: [UInt8] = [0x1f, 0x8b]
        let start = pending.getBytes(at: pending.readerIndex, length: min(2, pending.readableBytes)) ?? []
        guard coding == .gzip, magic.starts(with: start) else {
            pending.clear()
            return false
        }
        guard start.count == 2 else { return false }
        isFinished = inflateReset(stream) != Z_OK
        return !isFinished
    }

    private func inflatePending() throws -> ByteBuffer {
        var status = Z_OK
        var output = ByteBuffer()
        pending.readWithUnsafeMutableReadableBytes { input in
            stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_in = UInt32(clamping: input.count)
            let offered = Int(stream.pointee.avail_in)
            output.writeWithUnsafeMutableBytes(minimumWritableBytes: 64 << 10) { space in
                stream.pointee.next_out = space.baseAddress?.assumingMemoryBound(to: UInt8.self)
                stream.pointee.avail_out = UInt32(clamping: space.count)
                let room = Int(stream.pointee.avail_out)
                status = inflate(stream, Z_NO_FLUSH)
                return room - Int(stream.pointee.avail_out)
            }
            return offered - Int(stream.pointee.avail_in)
        }
        switch status {
        case Z_STREAM_END: isFinished = true
        case Z_OK, Z_BUF_ERROR: break
        default: throw OAuthError(.decode, "the response could not be decompressed: its compressed data is damaged")
        }
        return output
    }
}

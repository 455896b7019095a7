import CZlib

/// Compressed test data. `bits`: 31 for gzip, 15 for zlib's framing, -15 for raw deflate.
func compressed(_ bytes: [UInt8], bits: Int32) -> [UInt8] {
    var stream = z_stream()
    precondition(
        deflateInit2_(
            &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)) == Z_OK)
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, uLong(bytes.count))) + 64)
    let capacity = output.count
    let count = input.withUnsafeMutableBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(capacity)
            precondition(deflate(&stream, Z_FINISH) == Z_STREAM_END)
            return capacity - Int(stream.avail_out)
        }
    }
    return Array(output[..<count])
}

func gzipped(_ text: String) -> [UInt8] { compressed(Array(text.utf8), bits: 31) }

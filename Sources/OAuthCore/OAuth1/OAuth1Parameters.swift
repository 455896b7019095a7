#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension OAuth1 {
    /// Parameters as a signature sees them (RFC 5849 §3.4.1.3): encoded once, in one buffer, because an array of strings
    /// would cost more than the signature.
    struct Parameters: Sendable {
        private var bytes: [UInt8] = []
        private var entries: [Entry] = []

        private struct Entry {
            var name: Range<Int>
            var value: Range<Int>
        }

        init() {
            bytes.reserveCapacity(512)
            entries.reserveCapacity(16)
        }

        /// A name that needs no encoding, such as `oauth_nonce`, and a value that may.
        mutating func append(_ name: StaticString, _ value: String) {
            let start = bytes.count
            bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
            appendValue(of: start..<bytes.count, value)
        }

        mutating func append(_ parameter: Parameter) {
            let start = bytes.count
            PercentEncoding.append(parameter.name, to: &bytes)
            appendValue(of: start..<bytes.count, parameter.value)
        }

        private mutating func appendValue(of name: Range<Int>, _ value: String) {
            PercentEncoding.append(value, to: &bytes)
            entries.append(Entry(name: name, value: name.upperBound..<bytes.count))
        }

        /// The parameters of a query or a form body (§3.4.1.3.1). A name without `=` has an empty value.
        ///
        /// A signature that is already there is not signed. (A `realm` that is not signed stands in the header only.)
        mutating func append(form: UnsafeBufferPointer<UInt8>) {
            var index = 0
            while index < form.count {
                let end = form[index...].firstIndex(of: UInt8(ascii: "&")) ?? form.count
                let equals = form[index..<end].firstIndex(of: UInt8(ascii: "="))
                if index < end {
                    let start = bytes.count
                    PercentEncoding.appendForm(
                        UnsafeBufferPointer(rebasing: form[index..<(equals ?? end)]), to: &bytes)
                    let middle = bytes.count
                    if let equals {
                        PercentEncoding.appendForm(UnsafeBufferPointer(rebasing: form[(equals + 1)..<end]), to: &bytes)
                    }
                    if !bytes[start..<middle].elementsEqual("oauth_signature".utf8) {
                        entries.append(Entry(name: start..<middle, value: middle..<bytes.count))
                    }
                }
                index = end + 1
            }
        }

        /// By encoded name, then by encoded value, as bytes (§3.4.1.3.2).
        mutating func sort() {
            bytes.withUnsafeBufferPointer { bytes in
                entries.sort { first, second in
                    let names = Self.compare(bytes, first.name, second.name)
                    return names != 0 ? names < 0 : Self.compare(bytes, first.value, second.value) < 0
                }
            }
        }

        private static func compare(
            _ bytes: UnsafeBufferPointer<UInt8>, _ first: Range<Int>, _ second: Range<Int>
        ) -> Int {
            guard let base = bytes.baseAddress else { return 0 }
            let common = min(first.count, second.count)
            let order = memcmp(base + first.lowerBound, base + second.lowerBound, common)
            return order != 0 ? Int(order) : first.count - second.count
        }

        /// Calls `body` with each name and value, in the order they have now.
        func forEach(_ body: (_ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>) -> Void) {
            bytes.withUnsafeBufferPointer { bytes in
                for entry in entries {
                    body(
                        UnsafeBufferPointer(rebasing: bytes[entry.name]),
                        UnsafeBufferPointer(rebasing: bytes[entry.value]))
                }
            }
        }

        /// `name=value`, each followed by the separator but the last: a form with `&` (§3.4.1.3.2), a header's list with
        /// `", "` and quotes.
        func write(to output: inout [UInt8], quote: StaticString = "", separator: StaticString = "&") {
            var isFirst = true
            forEach { name, value in
                if !isFirst { output.append(separator) }
                isFirst = false
                output.append(contentsOf: name)
                output.append(UInt8(ascii: "="))
                output.append(quote)
                output.append(contentsOf: value)
                output.append(quote)
            }
        }

        /// The same as a form, encoded once more: the third part of the base string.
        func appendToBaseString(_ output: inout [UInt8]) {
            var isFirst = true
            forEach { name, value in
                if !isFirst { output.append("%26") }
                isFirst = false
                Self.appendTwiceEncoded(name, to: &output)
                output.append("%3D")
                Self.appendTwiceEncoded(value, to: &output)
            }
        }

        /// What is encoded once holds nothing but unreserved characters and `%`.
        private static func appendTwiceEncoded(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
            var start = 0
            for index in bytes.indices where bytes[index] == UInt8(ascii: "%") {
                output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...index]))
                output.append("25")
                start = index + 1
            }
            output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
        }
    }
}

extension [UInt8] {
    mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}

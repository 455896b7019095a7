import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension OAuth1 {
    /// The nonce and the timestamp of one request (RFC 5849 §3.3).
    public struct Stamp: Sendable, Equatable {
        /// Seconds since 1970 by the provider's clock, as far as it is known.
        public var timestamp: Int
        public var nonce: String

        public init(timestamp: Int, nonce: String) {
            self.timestamp = timestamp
            self.nonce = nonce
        }
    }

    /// Where stamps come from. No nonce comes twice from one source, and its 96 random bits keep it apart from all other
    /// sources; a system call for each nonce would take as long as the signature.
    public final class Stamps: Sendable {
        /// That of this process.
        public static let shared = Stamps()

        /// A clock that is set back by less than this, in seconds, is being corrected: timestamps wait for it, since
        /// some providers refuse one that is smaller than the last. A larger step is a wrong clock that is set right.
        static let correction = 300

        private struct State {
            var prefix: String
            var count: UInt32 = 0
            var latest = 0
        }

        private let state: Mutex<State>

        public convenience init() {
            var generator = SystemRandomNumberGenerator()
            self.init(using: &generator)
        }

        init(using generator: inout some RandomNumberGenerator) {
            state = Mutex(State(prefix: Self.prefix(using: &generator)))
        }

        /// - Parameters:
        ///   - now: by our clock.
        ///   - offset: how far the provider's clock is ahead of ours, in seconds.
        public func next(now: Date, offset: Int = 0) -> Stamp {
            let seconds = Int(now.timeIntervalSince1970.rounded(.down))
            return state.withLock { state in
                if seconds > state.latest || seconds < state.latest - Self.correction { state.latest = seconds }
                let (count, overflow) = state.count.addingReportingOverflow(1)
                state.count = count
                if overflow {
                    var generator = SystemRandomNumberGenerator()
                    state.prefix = Self.prefix(using: &generator)
                }
                // A timestamp is positive (§3.3).
                return Stamp(timestamp: max(1, state.latest + offset), nonce: state.prefix + Self.hex(count))
            }
        }

        private static func prefix(using generator: inout some RandomNumberGenerator) -> String {
            (0..<3).map { _ in hex(UInt32.random(in: .min ... .max, using: &generator)) }.joined()
        }

        /// Eight digits.
        private static func hex(_ number: UInt32) -> String {
            String(unsafeUninitializedCapacity: 8) { digits in
                for index in 0..<8 {
                    let digit = UInt8(truncatingIfNeeded: number >> UInt32(28 - 4 * index)) & 15
                    digits[index] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
                }
                return 8
            }
        }
    }
}

/// The nonces that proofs may carry (RFC 9449 §8): the newest is given with every response and used a few times; older
/// ones are taken for a while, so that requests that are under way do not fail.
struct DPoPNonces: Sendable {
    private var accepted: [String] = []
    private var usesOfNewest = 0

    mutating func current() -> String {
        if accepted.isEmpty || usesOfNewest >= 3 {
            accepted = accepted.suffix(9) + [RandomToken.make("")]
            usesOfNewest = 0
        }
        return accepted[accepted.count - 1]
    }

    mutating func accept(_ nonce: String?) -> Bool {
        guard let nonce, accepted.contains(nonce) else { return false }
        if nonce == accepted.last { usesOfNewest += 1 }
        return true
    }

    /// All that were given are worth nothing any more.
    mutating func forget() { accepted = [] }
}

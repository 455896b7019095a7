import OAuthCore

/// What is known of how many requests a host takes now: decides who may go, and nothing else.
///
/// A host that turned a request down is met carefully afterwards: one request at first, and twice as many at a time for
/// each that it answers, so that a hundred tasks that waited do not all use up their attempts in the same moment.
///
/// Times are counted from any fixed moment, on a clock that only goes forward.
struct Gate: Sendable {
    enum Verdict: Equatable {
        case go
        /// Nobody goes before this; an answer may end it sooner.
        case hold(until: Duration)
        /// The server's time is longer than the request may wait.
        case refuse(Duration)
    }

    /// What the gate needs to know of a request.
    struct Visitor {
        /// Of the URL: another path may have another limit.
        var path: String
        /// When it has waited as long as it may.
        var deadline: Duration
        /// When the server that turned it down lets it come again.
        var notBefore = Duration.zero
        /// Whether it may be given up for the server's sake instead of being sent.
        var mayBeRefused: Bool
    }

    private struct Block {
        var until: Duration
        /// The path of the request that was turned down; nil where the server only said that none is left.
        var refusedPath: String?
        /// How many may go at once when it ends.
        var width: Int
    }

    private(set) var inFlight = 0
    private var block: Block?
    /// How many may be under way at once.
    private var width: Int?
    private var left: (count: Int, until: Duration, number: Int)?
    /// How many requests were let through.
    private var entered = 0
    private var lastEntry = Duration.zero

    /// An answer that would say more is waited for no longer than this.
    private static let patience = Duration.seconds(5)
    private static let widest = 64

    func verdict(for visitor: Visitor, at now: Duration) -> Verdict {
        if let block, now < block.until {
            if block.until <= visitor.deadline { return .hold(until: block.until) }
            if visitor.mayBeRefused, block.refusedPath == visitor.path { return .refuse(block.until - now) }
            // Longer than it may wait, and not said of this path: the server has to say so itself.
            if now < visitor.notBefore { return .hold(until: visitor.notBefore) }
            return inFlight == 0 || hasWaited(visitor, at: now) ? .go : hold(visitor)
        }
        var places = width ?? .max
        if let left, now < left.until { places = min(places, max(1, left.count)) }
        return inFlight < places || hasWaited(visitor, at: now) ? .go : hold(visitor)
    }

    /// Whether it has waited for an answer long enough.
    private func hasWaited(_ visitor: Visitor, at now: Duration) -> Bool {
        now >= visitor.deadline || now >= lastEntry + Self.patience
    }

    private func hold(_ visitor: Visitor) -> Verdict { .hold(until: min(visitor.deadline, lastEntry + Self.patience)) }

    /// - Returns: the number of the request, for ``leave(_:answer:path:at:)``.
    mutating func enter(at now: Duration) -> Int {
        if let ended = block, now >= ended.until {
            width = ended.width
            block = nil
        }
        inFlight += 1
        entered += 1
        lastEntry = now
        return entered
    }

    /// What a request came back with; nil where it did not.
    struct Answer {
        var isRefusal: Bool
        /// How long the server wants to be left alone; nil where it does not say.
        var asked: Duration?
        var notice: RateLimitNotice?
    }

    mutating func leave(_ number: Int, answer: Answer?, path: String, at now: Duration) {
        inFlight -= 1
        guard let answer else { return }
        if answer.isRefusal {
            width = 1
            left = nil
            if let asked = answer.asked, asked > .zero {
                let until = now + asked
                if until > block?.until ?? .zero { block = Block(until: until, refusedPath: path, width: 1) }
            }
            return
        }
        if let current = width { width = current < Self.widest ? current * 2 : nil }
        guard let notice = answer.notice, let count = notice.remaining, let reset = notice.resetsIn,
            number > left?.number ?? 0
        else { return }
        left = (count, now + reset, number)
        if count > 0, block?.refusedPath == nil { block = nil }
        if let pause = notice.pause, pause > .zero, now + pause > block?.until ?? .zero {
            block = Block(until: now + pause, refusedPath: block?.refusedPath, width: max(1, notice.limit ?? 1))
        }
    }
}

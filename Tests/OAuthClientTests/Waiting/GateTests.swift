import OAuthCore
import Testing

@testable import OAuthClient

/// Who may go, by what the server said.
@Suite struct GateTests {
    private func visitor(_ path: String = "/a", until deadline: Double = 60, _ mayBeRefused: Bool = true)
        -> Gate.Visitor
    {
        Gate.Visitor(path: path, deadline: .seconds(deadline), mayBeRefused: mayBeRefused)
    }

    private func served(_ remaining: Int? = nil, _ reset: Double? = nil, limit: Int? = nil) -> Gate.Answer {
        let notice = RateLimitNotice(limit: limit, remaining: remaining, resetsIn: reset.map { .seconds($0) })
        return Gate.Answer(isRefusal: false, asked: nil, notice: notice)
    }

    private func refused(_ asked: Double?) -> Gate.Answer {
        Gate.Answer(isRefusal: true, asked: asked.map { .seconds($0) }, notice: nil)
    }

    /// A request that is answered at once.
    private func pass(_ gate: inout Gate, _ answer: Gate.Answer?, at now: Double, path: String = "/a") {
        let number = gate.enter(at: .seconds(now))
        gate.leave(number, answer: answer, path: path, at: .seconds(now))
    }

    @Test func nothingKnownIsNoLimit() {
        var gate = Gate()
        for _ in 0..<1000 {
            #expect(gate.verdict(for: visitor(), at: .zero) == .go)
            _ = gate.enter(at: .zero)
        }
        #expect(gate.inFlight == 1000)
    }

    @Test func noneLeftHoldsUntilTheReset() {
        var gate = Gate()
        pass(&gate, served(0, 30, limit: 5), at: 1)
        #expect(gate.verdict(for: visitor(), at: .seconds(2)) == .hold(until: .seconds(31)))
        #expect(gate.verdict(for: visitor("/b"), at: .seconds(2)) == .hold(until: .seconds(31)))
        // As many as a period has, until an answer says more.
        for _ in 0..<5 {
            #expect(gate.verdict(for: visitor(), at: .seconds(31)) == .go)
            _ = gate.enter(at: .seconds(31))
        }
        #expect(gate.verdict(for: visitor(), at: .seconds(31)) == .hold(until: .seconds(36)))
    }

    @Test func aResetTooFarAwayIsTriedOneAtATime() {
        var gate = Gate()
        pass(&gate, served(0, 3600), at: 1)
        // A misread header must not stop a script: the server has to say no itself.
        #expect(gate.verdict(for: visitor(), at: .seconds(2)) == .go)
        let number = gate.enter(at: .seconds(2))
        #expect(gate.verdict(for: visitor(), at: .seconds(2)) == .hold(until: .seconds(7)))
        #expect(gate.verdict(for: visitor(), at: .seconds(7)) == .go)
        gate.leave(number, answer: served(70, 900), path: "/b", at: .seconds(3))
        #expect(gate.verdict(for: visitor(), at: .seconds(3)) == .go)
    }

    @Test func aRefusalHoldsEverybody() {
        var gate = Gate()
        pass(&gate, refused(10), at: 1)
        #expect(gate.verdict(for: visitor(), at: .seconds(2)) == .hold(until: .seconds(11)))
        #expect(gate.verdict(for: visitor("/b"), at: .seconds(2)) == .hold(until: .seconds(11)))
        // What was on its way already does not open it again.
        let number = gate.enter(at: .seconds(2))
        gate.leave(number, answer: served(3, 5), path: "/a", at: .seconds(3))
        #expect(gate.verdict(for: visitor(), at: .seconds(4)) == .hold(until: .seconds(11)))
    }

    @Test func aRefusalLongerThanThePatienceFailsTheSamePath() {
        var gate = Gate()
        pass(&gate, refused(3600), at: 0)
        #expect(gate.verdict(for: visitor(), at: .seconds(100)) == .refuse(.seconds(3500)))
        #expect(gate.verdict(for: visitor("/a", until: 60, false), at: .seconds(100)) == .go)
        #expect(gate.verdict(for: visitor("/b"), at: .seconds(100)) == .go)
        #expect(gate.verdict(for: visitor(), at: .seconds(3600)) == .go)
    }

    @Test func aShorterRefusalIsKeptBesideALongerOne() {
        var gate = Gate()
        pass(&gate, refused(3600), at: 0, path: "/b")
        pass(&gate, refused(2), at: 1)
        var visitor = visitor()
        visitor.notBefore = .seconds(3)
        #expect(gate.verdict(for: visitor, at: .seconds(1)) == .hold(until: .seconds(3)))
        #expect(gate.verdict(for: visitor, at: .seconds(3)) == .go)
    }

    @Test func whoMayNotWaitIsNotHeldBehindARequestUnderWay() {
        var gate = Gate()
        pass(&gate, refused(3600), at: 0)
        _ = gate.enter(at: .seconds(1))
        #expect(gate.verdict(for: visitor("/b", until: 1), at: .seconds(1)) == .go)
        #expect(gate.verdict(for: visitor("/b", until: 2), at: .seconds(1)) == .hold(until: .seconds(2)))
    }

    @Test func afterARefusalTheLineWidensWithEachAnswer() {
        var gate = Gate()
        pass(&gate, refused(1), at: 0)
        let first = gate.enter(at: .seconds(1))
        #expect(gate.verdict(for: visitor(), at: .seconds(1)) == .hold(until: .seconds(6)))
        gate.leave(first, answer: served(), path: "/a", at: .seconds(1))
        let second = gate.enter(at: .seconds(1))
        #expect(gate.verdict(for: visitor(), at: .seconds(1)) == .go)
        let third = gate.enter(at: .seconds(1))
        #expect(gate.verdict(for: visitor(), at: .seconds(1)) != .go)
        gate.leave(second, answer: served(), path: "/a", at: .seconds(1))
        gate.leave(third, answer: refused(nil), path: "/a", at: .seconds(1))
        _ = gate.enter(at: .seconds(1))
        #expect(gate.verdict(for: visitor(), at: .seconds(1)) != .go)
    }

    @Test func noMoreAreUnderWayThanAreLeft() {
        var gate = Gate()
        pass(&gate, served(2, 60), at: 0)
        let first = gate.enter(at: .seconds(1))
        #expect(gate.verdict(for: visitor(), at: .seconds(1)) == .go)
        let second = gate.enter(at: .seconds(1))
        #expect(gate.verdict(for: visitor(), at: .seconds(1)) == .hold(until: .seconds(6)))
        gate.leave(second, answer: served(0, 59), path: "/a", at: .seconds(1))
        // Of an older request: it knows less.
        gate.leave(first, answer: served(1, 59), path: "/a", at: .seconds(1))
        #expect(gate.verdict(for: visitor(), at: .seconds(1)) == .hold(until: .seconds(60)))
        #expect(gate.verdict(for: visitor(), at: .seconds(60)) == .go)
    }

    @Test func nobodyWaitsForAnAnswerForever() {
        var gate = Gate()
        pass(&gate, refused(nil), at: 0)
        _ = gate.enter(at: .seconds(1))
        #expect(gate.verdict(for: visitor(), at: .seconds(1)) == .hold(until: .seconds(6)))
        #expect(gate.verdict(for: visitor("/a", until: 3), at: .seconds(1)) == .hold(until: .seconds(3)))
        #expect(gate.verdict(for: visitor("/a", until: 3), at: .seconds(3)) == .go)
        #expect(gate.verdict(for: visitor(), at: .seconds(6)) == .go)
    }

    @Test func arequestWithoutAnAnswerSaysNothing() {
        var gate = Gate()
        pass(&gate, refused(nil), at: 0)
        let number = gate.enter(at: .seconds(1))
        gate.leave(number, answer: nil, path: "/a", at: .seconds(1))
        #expect(gate.inFlight == 0)
        _ = gate.enter(at: .seconds(1))
        #expect(gate.verdict(for: visitor(), at: .seconds(1)) != .go)
    }
}

import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The devices that wait for a person (RFC 8628). A value type that decides and does nothing else.
struct DeviceCodes: Sendable {
    enum Poll: Sendable, Equatable {
        case granted(scope: [String])
        case pending, tooFast, denied, expired, unknown
    }

    enum Decision: String, Sendable { case approve, deny, expire }

    struct Entry: Sendable {
        var deviceCode: Redacted<String>
        var userCode: String
        var clientID: String
        var clientName: String
        var scope: [String]
        var expiresAt: Date
        var interval: Int
        var polledAt: Date?
        var decision: Decision?
        /// So many more polls are answered `slow_down`, whenever they come.
        var slowDowns = 0
    }

    private(set) var entries: [Entry] = []

    mutating func begin(client: Client, scope: [String], lifetime: Int, interval: Int, now: Date) -> Entry {
        // A while after their end they are still known to have expired.
        entries.removeAll { now.timeIntervalSince($0.expiresAt) > 600 }
        let entry = Entry(
            deviceCode: Redacted(RandomToken.make("demo_device_")), userCode: Self.userCode(), clientID: client.id,
            clientName: client.name, scope: scope, expiresAt: now.addingTimeInterval(Double(lifetime)),
            interval: interval)
        entries.append(entry)
        return entry
    }

    /// The entry that a person typed the code of: case, spaces and dashes do not matter (§6.1).
    func entry(userCode: String, now: Date) -> Entry? {
        index(userCode).map { entries[$0] }.flatMap { $0.expiresAt > now && $0.decision == nil ? $0 : nil }
    }

    /// False where there is no such code.
    mutating func decide(_ decision: Decision, userCode: String) -> Bool {
        guard let index = index(userCode) else { return false }
        entries[index].decision = decision
        return true
    }

    mutating func slowDown(userCode: String, times: Int) -> Bool {
        guard let index = index(userCode) else { return false }
        entries[index].slowDowns = times
        return true
    }

    /// A poll that comes too early makes the interval five seconds longer (§3.5). A granted code is spent.
    mutating func poll(_ code: Redacted<String>, clientID: String, now: Date) -> Poll {
        guard let index = entries.firstIndex(where: { $0.deviceCode == code && $0.clientID == clientID }) else {
            return .unknown
        }
        let entry = entries[index]
        guard entry.expiresAt > now, entry.decision != .expire else { return .expired }
        entries[index].polledAt = now
        if entry.slowDowns > 0 {
            entries[index].slowDowns -= 1
            return .tooFast
        }
        if let last = entry.polledAt, now.timeIntervalSince(last) < Double(entry.interval) - 0.25 {
            entries[index].interval += 5
            return .tooFast
        }
        switch entry.decision {
        case .approve:
            entries.remove(at: index)
            return .granted(scope: entry.scope)
        case .deny: return .denied
        case .expire: return .expired
        case nil: return .pending
        }
    }

    private func index(_ userCode: String) -> Int? {
        let typed = Self.letters(userCode)
        return entries.firstIndex { Self.letters($0.userCode) == typed }
    }

    private static func letters(_ text: String) -> String { text.uppercased().filter { $0.isLetter } }

    /// Eight consonants, as §6.1 recommends: no words, nothing to confuse.
    private static func userCode() -> String {
        let letters = Array("BCDFGHJKLMNPQRSTVWXZ")
        let code = (0..<8).map { _ in letters.randomElement() ?? "B" }
        return String(code.prefix(4)) + "-" + String(code.suffix(4))
    }
}

import OAuthCore
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// So many requests at a host, and no more: whoever comes later waits for a place, in the order of coming.
///
/// Waiting counts neither as connecting nor as the request's own time: a script that asks for a thousand things at once
/// may have to wait long for the last.
final class ConnectionPlaces: Sendable {
    private struct Host {
        var taken = 0
        var waiting: [(id: UInt64, waiter: CheckedContinuation<Bool, Never>)] = []
    }

    private struct State {
        var hosts: [Origin: Host] = [:]
        var cancelled: Set<UInt64> = []
        var last: UInt64 = 0
    }

    private let perHost: Int
    private let state = Mutex(State())

    init(perHost: Int) { self.perHost = max(perHost, 1) }

    /// - Throws: `CancellationError`.
    func take(at url: URL) async throws -> Place? {
        guard let origin = Origin(url) else { return nil }
        let id: UInt64? = state.withLock { state in
            if state.hosts[origin, default: Host()].taken < perHost {
                state.hosts[origin, default: Host()].taken += 1
                return nil
            }
            state.last += 1
            return state.last
        }
        if let id { try await wait(id, at: origin) }
        return Place(places: self, origin: origin)
    }

    private func wait(_ id: UInt64, at origin: Origin) async throws {
        let hasPlace = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let known: Bool? = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return false }
                    // One may have become free since.
                    if state.hosts[origin, default: Host()].taken < perHost {
                        state.hosts[origin, default: Host()].taken += 1
                        return true
                    }
                    state.hosts[origin]?.waiting.append((id, continuation))
                    return nil
                }
                if let known { continuation.resume(returning: known) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                guard let index = state.hosts[origin]?.waiting.firstIndex(where: { $0.id == id }) else {
                    state.cancelled.insert(id)
                    return nil as CheckedContinuation<Bool, Never>?
                }
                return state.hosts[origin]?.waiting.remove(at: index).waiter
            }
            waiter?.resume(returning: false)
        }
        state.withLock { _ = $0.cancelled.remove(id) }
        if !hasPlace { throw CancellationError() }
    }

    fileprivate func leave(_ origin: Origin) {
        let next = state.withLock { state in
            // The place goes to who waits longest, and with nobody waiting it is free.
            if state.hosts[origin]?.waiting.isEmpty == false { return state.hosts[origin]?.waiting.removeFirst() }
            state.hosts[origin]?.taken -= 1
            if state.hosts[origin]?.taken == 0 { state.hosts[origin] = nil }
            return nil
        }
        next?.waiter.resume(returning: true)
    }

    /// Left when its last holder lets go of it, at the latest.
    final class Place: Sendable {
        private let places: ConnectionPlaces
        private let origin: Origin
        private let isLeft = Atomic(false)

        fileprivate init(places: ConnectionPlaces, origin: Origin) {
            self.places = places
            self.origin = origin
        }

        func leave() {
            if !isLeft.exchange(true, ordering: .relaxed) { places.leave(origin) }
        }

        deinit { leave() }
    }
}

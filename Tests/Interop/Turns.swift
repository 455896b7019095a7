import Testing

/// The tests of one server take turns, whatever suite they are in: its redirect URIs share a port, and what one of them does
/// to the person's logins would happen to the others'.
struct Turns: SuiteTrait, TestTrait, TestScoping {
    let queue: Queue
    var isRecursive: Bool { true }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        // Once for each case of a test.
        guard testCase != nil else { return try await function() }
        await queue.enter()
        do {
            try await function()
            await queue.leave()
        } catch {
            await queue.leave()
            throw error
        }
    }

    actor Queue {
        private var isTaken = false
        private var waiting: [CheckedContinuation<Void, Never>] = []

        func enter() async {
            if isTaken { await withCheckedContinuation { waiting.append($0) } } else { isTaken = true }
        }

        func leave() {
            if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
        }
    }
}

extension Trait where Self == Turns {
    static var atGlewlwyd: Self { Turns(queue: .glewlwyd) }
    static var atAuthlib: Self { Turns(queue: .authlib) }
}

extension Turns.Queue {
    fileprivate static let glewlwyd = Turns.Queue()
    fileprivate static let authlib = Turns.Queue()
}

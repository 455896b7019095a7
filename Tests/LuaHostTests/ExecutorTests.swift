import Dispatch
import Synchronization
import Testing

@testable import LuaHost

@Suite struct ExecutorTests {
    /// A queue that counts what it ran.
    private final class Queue: TaskExecutor {
        private let queue = DispatchQueue(label: "test")
        private let count = Mutex(0)
        var jobs: Int { count.withLock { $0 } }

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            queue.async {
                self.count.withLock { $0 += 1 }
                job.runSynchronously(on: self.asUnownedTaskExecutor())
            }
        }
    }

    @Test func anOperationRunsWhereItsHostSays() async throws {
        let queue = Queue()
        let script = Script(host: TestHost(answers: ["here": ["done"], "there": ["done"]], executor: queue))
        #expect(try await script.run("return host.wait 'there'") == ["done"])
        #expect(queue.jobs == 0)
        #expect(try await script.run("return host.wait 'here'") == ["done"])
        #expect(queue.jobs > 0)
    }

    @Test func severalShareTheThreadsOfAll() async throws {
        let queue = Queue()
        let host = TestHost(answers: ["here": ["done"]], executor: queue)
        let results = try await Script(host: host).run(
            """
            local other = task.spawn(function() host.wait 'hang' end)
            host.wait 'later'
            local result = host.wait 'here'
            other:cancel()
            return result
            """)
        #expect(results == ["done"])
        #expect(
            host.record.performed == ["hang", "later", "here"] || host.record.performed == ["later", "hang", "here"])
        #expect(queue.jobs == 0)
    }
}

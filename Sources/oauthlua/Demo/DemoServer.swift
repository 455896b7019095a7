import DemoProvider
import Output

#if canImport(Glibc)
    import Glibc
#endif

/// `oauthlua demo --serve`: the provider alone, until Ctrl-C.
struct DemoServer {
    let provider: DemoProvider

    func run(console: Console) async throws {
        let running = Task {
            try await provider.run { endpoints in
                let text = """
                    export DEMO_URL=\(endpoints.baseURL)
                    export DEMO_CLIENT_ID=\(endpoints.clientID)
                    export DEMO_CLIENT_SECRET=\(endpoints.clientSecret)

                    """
                try? DescriptorSink(STDOUT_FILENO).write(Array(text.utf8))
                console.note(
                    "the demo provider listens on \(endpoints.baseURL); its user is demo, the password demo. "
                        + "Try: oauthlua run --param provider=demo --param url=\(endpoints.baseURL) scripts/fetch_calendar.lua"
                )
            }
        }
        let interrupts = Interrupts { running.cancel() }
        defer { interrupts.stop() }
        do {
            try await running.value
        } catch is CancellationError {
            // Ctrl-C is how a server is meant to end.
        }
    }
}
